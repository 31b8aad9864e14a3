package dev.tollgate.localstack.api.contract;

import dev.tollgate.localstack.api.contract.Integration.Function;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What the API emulator needs of the contract.
///
/// @param maxBodyBytes the published limit of a request's body, which the functions enforce
public record Contract(List<Route> routes, GatewayResponses gatewayResponses, int maxBodyBytes) {
    public Contract {
        routes = List.copyOf(routes);
    }

    /// Names of all functions that stand behind operations.
    public Set<String> functions() {
        return routes.stream()
                .map(Route::integration)
                .filter(Function.class::isInstance)
                .map(integration -> ((Function) integration).name())
                .collect(Collectors.toUnmodifiableSet());
    }
}
