package dev.tollgate.infra;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;

/// The methods of a synthesized API, by `METHOD /path`.
final class Routes {
    private Routes() {}

    static Map<String, JsonNode> of(JsonNode api) {
        var resources = Synthesized.resources(api, "AWS::ApiGateway::Resource");
        var routes = new TreeMap<String, JsonNode>();
        Synthesized.resources(api, "AWS::ApiGateway::Method")
                .values()
                .forEach(method -> {
                    JsonNode properties = method.path("Properties");
                    String route =
                            properties.path("HttpMethod").asText()
                                    + ' '
                                    + path(resources, properties.path("ResourceId"));
                    if (routes.put(route, properties) != null) {
                        throw new AssertionError(route + " is there twice");
                    }
                });
        return routes;
    }

    /// What stands behind a method: the function's name, or nothing for a mock.
    static String function(JsonNode method) {
        String uri = method.path("Integration").path("Uri").toString();
        for (GatewayFunction function : GatewayFunction.values()) {
            if (uri.contains("Ref" + function.word().replace("-", "") + "Live")) {
                return function.word();
            }
        }
        return "";
    }

    private static String path(Map<String, JsonNode> resources, JsonNode id) {
        JsonNode resource = resources.get(id.path("Ref").asText());
        if (resource == null) {
            return "";
        }
        JsonNode properties = resource.path("Properties");
        return path(resources, properties.path("ParentId"))
                + '/'
                + properties.path("PathPart").asText();
    }
}
