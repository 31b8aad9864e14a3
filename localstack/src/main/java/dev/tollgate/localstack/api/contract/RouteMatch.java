package dev.tollgate.localstack.api.contract;

import java.util.Map;

/// The route a request is for.
///
/// @param pathParameters raw, as they were sent: percent-encoded
public record RouteMatch(Route route, Map<String, String> pathParameters) {
    public RouteMatch {
        pathParameters = Map.copyOf(pathParameters);
    }
}
