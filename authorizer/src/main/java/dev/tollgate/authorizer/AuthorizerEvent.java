package dev.tollgate.authorizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// API Gateway's REQUEST authorizer event, reduced to what is used. Source: "Input to an API
/// Gateway Lambda authorizer".
///
/// @param methodArn `arn:aws:execute-api:<region>:<account>:<api>/<stage>/<verb>/<path>`
/// @param headers names as they were sent, with all their values
record AuthorizerEvent(String methodArn, String requestId, Map<String, List<String>> headers) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// @throws IllegalArgumentException when it is not such an event: the API is wired wrongly
    static AuthorizerEvent read(InputStream event) {
        JsonNode root = parse(event);
        if (!"REQUEST".equals(root.path("type").textValue())) {
            throw new IllegalArgumentException("not the event of a REQUEST authorizer");
        }
        return new AuthorizerEvent(
                text(root, "methodArn"),
                text(root.path("requestContext"), "requestId"),
                headers(root));
    }

    /// The start of every method ARN of this API and stage, up to and with the slash before the
    /// verb.
    String stageArn() {
        int api = methodArn.indexOf('/');
        int stage = methodArn.indexOf('/', api + 1);
        if (api < 0 || stage < 0) {
            throw new IllegalArgumentException("not a method ARN");
        }
        return methodArn.substring(0, stage + 1);
    }

    private static JsonNode parse(InputStream event) {
        try {
            return JSON.readTree(event);
        } catch (IOException e) {
            throw new IllegalArgumentException("the event is not JSON", e);
        }
    }

    private static String text(JsonNode parent, String name) {
        String text = parent.path(name).textValue();
        if (text == null) {
            throw new IllegalArgumentException("the event has no " + name);
        }
        return text;
    }

    /// The map with all values; where the gateway left it out, the one with the last values.
    private static Map<String, List<String>> headers(JsonNode root) {
        JsonNode all = root.path("multiValueHeaders");
        var headers = new HashMap<String, List<String>>();
        for (var header : (all.isObject() ? all : root.path("headers")).properties()) {
            var values = new ArrayList<String>();
            if (header.getValue().isArray()) {
                header.getValue().forEach(value -> values.add(value.asText()));
            } else {
                values.add(header.getValue().asText());
            }
            headers.put(header.getKey(), List.copyOf(values));
        }
        return Map.copyOf(headers);
    }
}
