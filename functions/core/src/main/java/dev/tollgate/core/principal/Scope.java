package dev.tollgate.core.principal;

import java.util.Set;

/// What a credential may use: model aliases and route families, `*` for all. Empty allows nothing.
public record Scope(Set<String> models, Set<RouteFamily> routes) {
    /// Stands for every model alias of the tenant.
    public static final String ANY_MODEL = "*";

    public Scope {
        models = Set.copyOf(models);
        routes = Set.copyOf(routes);
    }

    /// Everything the tenant itself may use.
    public static Scope everything() {
        return new Scope(Set.of(ANY_MODEL), Set.of(RouteFamily.values()));
    }

    public boolean allowsModel(String alias) {
        return models.contains(ANY_MODEL) || models.contains(alias);
    }

    public boolean allowsRoute(RouteFamily family) {
        return routes.contains(family);
    }
}
