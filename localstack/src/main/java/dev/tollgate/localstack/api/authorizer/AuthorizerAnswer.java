package dev.tollgate.localstack.api.authorizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What an authorizer returned.
///
/// @param context its context and `principalId`, all as strings
record AuthorizerAnswer(Policy policy, Map<String, String> context) {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    AuthorizerAnswer {
        context = Map.copyOf(context);
    }

    /// Reads an answer; empty when it is not one: no principal, no policy, or a context that is not
    /// flat. See "Output from an API Gateway Lambda authorizer".
    static Optional<AuthorizerAnswer> read(byte[] output) {
        try {
            JsonNode answer = JSON.readTree(output);
            var context = new LinkedHashMap<String, String>();
            for (Map.Entry<String, JsonNode> member : answer.path("context").properties()) {
                context.put(member.getKey(), scalar(member.getValue()));
            }
            context.put("principalId", text(answer.path("principalId")));
            return Optional.of(
                    new AuthorizerAnswer(
                            policy(answer.path("policyDocument").path("Statement")), context));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Policy policy(JsonNode statements) {
        var all = new ArrayList<Policy.Statement>();
        for (JsonNode statement :
                statements.isObject() ? List.of(statements) : elements(statements)) {
            all.add(
                    new Policy.Statement(
                            effect(text(statement.path("Effect"))),
                            texts(statement.path("Action")),
                            texts(statement.path("Resource"))));
        }
        return new Policy(all);
    }

    private static Policy.Effect effect(String word) {
        return switch (word) {
            case "Allow" -> Policy.Effect.ALLOW;
            case "Deny" -> Policy.Effect.DENY;
            default -> throw new IllegalArgumentException("no effect: " + word);
        };
    }

    private static List<String> texts(JsonNode value) {
        return value.isTextual()
                ? List.of(value.textValue())
                : elements(value).stream().map(AuthorizerAnswer::text).toList();
    }

    private static List<JsonNode> elements(JsonNode array) {
        if (!array.isArray() || array.isEmpty()) {
            throw new IllegalArgumentException("neither a value nor a list of them");
        }
        var elements = new ArrayList<JsonNode>();
        array.forEach(elements::add);
        return elements;
    }

    private static String text(JsonNode value) {
        if (!value.isTextual()) {
            throw new IllegalArgumentException("not a string");
        }
        return value.textValue();
    }

    private static String scalar(JsonNode value) {
        if (!value.isValueNode() || value.isNull()) {
            throw new IllegalArgumentException("a context is flat");
        }
        return value.asText();
    }
}
