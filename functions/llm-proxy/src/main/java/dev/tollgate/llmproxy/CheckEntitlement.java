package dev.tollgate.llmproxy;

import dev.tollgate.core.config.ConfigStore;
import dev.tollgate.core.config.ConfigUnavailableException;
import dev.tollgate.core.config.PlatformConfig;
import dev.tollgate.core.config.ProviderConfig;
import dev.tollgate.core.config.Route;
import dev.tollgate.core.config.Target;
import dev.tollgate.core.config.TenantConfig;
import dev.tollgate.core.error.GatewayError;
import dev.tollgate.core.error.Refused;
import dev.tollgate.core.money.Offering;
import dev.tollgate.core.money.Price;
import dev.tollgate.core.principal.Principal;
import dev.tollgate.core.principal.RouteFamily;
import dev.tollgate.llmproxy.dialect.ModelCard;
import dev.tollgate.llmproxy.provider.Upstream;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Decides whether a principal may use a model alias, and finds what stands behind it and costs.
/// Fails closed: without configuration nobody may use anything.
@Singleton
final class CheckEntitlement {
    private final ConfigStore config;
    private final Clock clock;

    CheckEntitlement(ConfigStore config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    /// @param family of the route that was called
    /// @param alias looked up exactly
    /// @throws Refused when it may not, or there is no such alias
    Entitled check(Principal principal, RouteFamily family, String alias) {
        try {
            TenantConfig tenant = tenant(principal, family);
            Route route = route(tenant, principal, alias);
            return new Entitled(principal, tenant, alias, route, config.platform());
        } catch (ConfigUnavailableException e) {
            throw new Refused(Unavailable.store("configuration", e));
        }
    }

    /// Where a target of the route is, and what it costs now.
    ///
    /// @throws Refused when its provider is not set up, or it has no price
    Upstream upstream(Entitled entitled, Target target) {
        ProviderConfig provider = entitled.platform().providers().get(target.provider());
        if (provider == null) {
            throw new Refused(
                    new GatewayError.UnknownModel(
                            "the provider "
                                    + target.provider()
                                    + " behind "
                                    + entitled.alias()
                                    + " is not set up; tell the platform team"));
        }
        return new Upstream(provider, target, price(entitled, target));
    }

    private Price price(Entitled entitled, Target target) {
        return priced(entitled.platform(), entitled.tenant(), target)
                .orElseThrow(() ->
                        new Refused(
                                new GatewayError.UnknownModel(
                                        "there is no price for "
                                                + target.priced()
                                                + "; the platform team has to set one, or,"
                                                + " for a model, the tenant a ceiling price")));
    }

    /// All models that a principal may use, by alias.
    ///
    /// @param family of the route that was called
    /// @throws Refused when it may use no route of the family, or its tenant is not set up
    List<ModelCard> models(Principal principal, RouteFamily family) {
        try {
            TenantConfig tenant = tenant(principal, family);
            PlatformConfig platform = config.platform();
            return tenant.aliases().entrySet().stream()
                    .filter(alias -> alias.getValue().offering() == Offering.MODEL)
                    .filter(alias -> tenant.allowsModel(principal, alias.getKey()))
                    .sorted(Map.Entry.comparingByKey())
                    .map(alias -> {
                        Target first = alias.getValue().first();
                        Price price = priced(platform, tenant, first).orElse(null);
                        return new ModelCard(alias.getKey(), first, platform.facts(first), price);
                    })
                    .toList();
        } catch (ConfigUnavailableException e) {
            throw new Refused(Unavailable.store("configuration", e));
        }
    }

    private TenantConfig tenant(Principal principal, RouteFamily family) {
        if (!principal.scope().allowsRoute(family)) {
            throw forbidden("this credential may not use the routes of " + family.word());
        }
        return config.tenant(principal.tenant())
                .orElseThrow(
                        () -> forbidden("the tenant " + principal.tenant() + " is not set up"));
    }

    private static Route route(TenantConfig tenant, Principal principal, String alias) {
        Route route = tenant.aliases().get(alias);
        if (route == null) {
            throw new Refused(
                    new GatewayError.UnknownModel(
                            "there is no model alias "
                                    + alias
                                    + "; the tenant's aliases are listed in its configuration"));
        }
        if (!tenant.allowsModel(principal, alias)) {
            throw forbidden("this credential may not use the model " + alias);
        }
        return route;
    }

    private Optional<Price> priced(PlatformConfig platform, TenantConfig tenant, Target target) {
        return platform.prices()
                .at(target.priced(), clock.instant())
                .or(() -> Optional.ofNullable(tenant.ceiling()))
                .filter(price -> price.offering() == target.offering());
    }

    private static Refused forbidden(String message) {
        return new Refused(new GatewayError.Forbidden(message));
    }
}
