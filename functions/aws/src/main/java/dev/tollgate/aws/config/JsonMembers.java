package dev.tollgate.aws.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Takes from a JSON tree what must be in it. What is missing or of another kind is an
/// [IllegalArgumentException] that names it.
final class JsonMembers {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private JsonMembers() {}

    static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a config document that is not JSON", e);
        }
    }

    static <T> ArrayNode list(Collection<T> values, Function<? super T, ? extends JsonNode> write) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        values.forEach(value -> array.add(write.apply(value)));
        return array;
    }

    static <T> Map<String, T> map(JsonNode node, Function<JsonNode, T> read) {
        return node.properties().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> read.apply(e.getValue())));
    }

    static Set<String> texts(JsonNode node, String name) {
        return texts(member(node, name));
    }

    /// None where there is no list.
    static Set<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::textValue).collect(Collectors.toSet());
    }

    static String text(JsonNode node, String name) {
        String value = member(node, name).textValue();
        if (value == null) {
            throw new IllegalArgumentException("a config document where " + name + " is no text");
        }
        return value;
    }

    static long number(JsonNode node, String name) {
        JsonNode value = member(node, name);
        if (!value.canConvertToLong() || !value.isIntegralNumber()) {
            throw new IllegalArgumentException("a config document where " + name + " is no number");
        }
        return value.longValue();
    }

    static JsonNode member(JsonNode node, String name) {
        JsonNode value = node.get(name);
        if (value == null) {
            throw new IllegalArgumentException("a config document without " + name);
        }
        return value;
    }
}
