package dev.tollgate.runtime;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Reads API Gateway's REST proxy event, payload 1.0. Absent and null are the same there.
/// Stateless. Source: "Set up Lambda proxy integrations in API Gateway", input format.
final class ProxyEvent {
    private static final ObjectMapper JSON =
            new ObjectMapper(
                            JsonFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private ProxyEvent() {}

    /// @throws MalformedEventException when it is not such an event: the API is wired wrongly
    static ProxyRequest read(InputStream event) {
        JsonNode root = parse(event);
        JsonNode context = object(root, "requestContext");
        return new ProxyRequest(
                text(root, "httpMethod"),
                text(root, "resource"),
                text(root, "path"),
                values(root, "multiValueHeaders", "headers", name -> name.toLowerCase(Locale.ROOT)),
                values(
                        root,
                        "multiValueQueryStringParameters",
                        "queryStringParameters",
                        UnaryOperator.identity()),
                scalars(object(root, "pathParameters")),
                scalars(object(context, "authorizer")),
                text(context, "requestId"),
                body(root));
    }

    private static JsonNode parse(InputStream event) {
        try {
            JsonNode root = JSON.readTree(event);
            if (root == null || !root.isObject()) {
                throw new MalformedEventException("the event is not a JSON object", null);
            }
            return root;
        } catch (IOException e) {
            throw new MalformedEventException("the event is not JSON", e);
        }
    }

    private static String text(JsonNode parent, String name) {
        JsonNode node = parent.path(name);
        if (!node.isTextual()) {
            throw new MalformedEventException("the event has no text " + name, null);
        }
        return node.textValue();
    }

    private static JsonNode object(JsonNode parent, String name) {
        JsonNode node = parent.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return JSON.createObjectNode();
        }
        if (!node.isObject()) {
            throw new MalformedEventException(name + " is not an object", null);
        }
        return node;
    }

    /// The map with all values; where the platform left it out, the one with the last values.
    private static Map<String, List<String>> values(
            JsonNode root, String multi, String single, UnaryOperator<String> naming) {
        var values = new HashMap<String, List<String>>();
        JsonNode all = object(root, multi);
        for (var field : (all.isEmpty() ? object(root, single) : all).properties()) {
            List<String> list =
                    values.computeIfAbsent(naming.apply(field.getKey()), _ -> new ArrayList<>());
            if (field.getValue().isArray()) {
                field.getValue().forEach(value -> list.add(scalar(field.getKey(), value)));
            } else {
                list.add(scalar(field.getKey(), field.getValue()));
            }
        }
        values.replaceAll((_, list) -> List.copyOf(list));
        return Map.copyOf(values);
    }

    private static Map<String, String> scalars(JsonNode object) {
        var scalars = new HashMap<String, String>();
        for (var field : object.properties()) {
            if (!field.getValue().isNull()) {
                scalars.put(field.getKey(), scalar(field.getKey(), field.getValue()));
            }
        }
        return Map.copyOf(scalars);
    }

    private static String scalar(String name, JsonNode value) {
        if (!value.isValueNode() || value.isNull()) {
            throw new MalformedEventException(name + " has a value that is not text", null);
        }
        return value.asText();
    }

    private static byte[] body(JsonNode root) {
        JsonNode body = root.path("body");
        if (body.isMissingNode() || body.isNull()) {
            return new byte[0];
        }
        try {
            return root.path("isBase64Encoded").asBoolean()
                    ? Base64.getDecoder().decode(text(root, "body"))
                    : utf8(text(root, "body"));
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw new MalformedEventException("the event's body is not what it says it is", e);
        }
    }

    /// Strict: a lone surrogate would silently become a question mark otherwise.
    private static byte[] utf8(String text) throws CharacterCodingException {
        ByteBuffer buffer = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
