package dev.tollgate.localstack.simulator.play;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// A JSON object of a request, read strictly: a wrong type is refused by the member's path.
///
/// @param path from the body's root, empty for the root
public record Members(JsonNode node, String path) {
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    public static Members ofBody(byte[] body) throws SimRefusal {
        try {
            JsonNode node = JSON.readTree(body);
            if (node.isObject()) {
                return new Members(node, "");
            }
        } catch (IOException _) {
            // Answered below, like any other body that is no object.
        }
        throw SimRefusal.invalid("the body is not a JSON object");
    }

    public boolean has(String name) {
        return node.hasNonNull(name);
    }

    public String requiredText(String name) throws SimRefusal {
        JsonNode value = node.path(name);
        if (!value.isTextual()) {
            throw wrong(name, "a string");
        }
        return value.textValue();
    }

    public Members requiredObject(String name) throws SimRefusal {
        JsonNode value = node.path(name);
        if (!value.isObject()) {
            throw wrong(name, "an object");
        }
        return new Members(value, at(name));
    }

    /// Empty members when absent.
    public Members optionalObject(String name) throws SimRefusal {
        return has(name) ? requiredObject(name) : new Members(JSON.createObjectNode(), at(name));
    }

    public List<Members> requiredObjects(String name) throws SimRefusal {
        if (!node.path(name).isArray() || node.path(name).isEmpty()) {
            throw wrong(name, "a non-empty array of objects");
        }
        return optionalObjects(name);
    }

    public List<Members> optionalObjects(String name) throws SimRefusal {
        List<Members> all = new ArrayList<>();
        for (JsonNode one : array(name)) {
            String path = at(name) + "[" + all.size() + "]";
            if (!one.isObject()) {
                throw SimRefusal.invalid("'" + path + "' must be an object");
            }
            all.add(new Members(one, path));
        }
        return all;
    }

    public List<String> optionalTexts(String name) throws SimRefusal {
        List<String> all = new ArrayList<>();
        for (JsonNode one : array(name)) {
            if (!one.isTextual()) {
                throw wrong(name, "an array of strings");
            }
            all.add(one.textValue());
        }
        return all;
    }

    public OptionalInt optionalCount(String name) throws SimRefusal {
        if (!has(name)) {
            return OptionalInt.empty();
        }
        JsonNode value = node.path(name);
        if (!value.isInt() || value.intValue() < 1) {
            throw wrong(name, "a whole number above 0");
        }
        return OptionalInt.of(value.intValue());
    }

    public OptionalDouble optionalNumber(String name, double least, double most) throws SimRefusal {
        if (!has(name)) {
            return OptionalDouble.empty();
        }
        JsonNode value = node.path(name);
        if (!value.isNumber() || value.doubleValue() < least || value.doubleValue() > most) {
            throw wrong(name, "a number from " + least + " to " + most);
        }
        return OptionalDouble.of(value.doubleValue());
    }

    /// False when absent.
    public boolean flag(String name) throws SimRefusal {
        if (has(name) && !node.path(name).isBoolean()) {
            throw wrong(name, "true or false");
        }
        return node.path(name).booleanValue();
    }

    public SimRefusal wrong(String name, String expected) {
        return SimRefusal.invalid("'" + at(name) + "' must be " + expected);
    }

    private JsonNode array(String name) throws SimRefusal {
        if (has(name) && !node.path(name).isArray()) {
            throw wrong(name, "an array");
        }
        return has(name) ? node.path(name) : JSON.createArrayNode();
    }

    private String at(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
