package dev.tollgate.localstack.simulator.play;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/// A value that keeps to a JSON schema, as far as the providers' structured output knows schemas:
/// `type`, `properties`, `items`, `enum`, `const`, `minimum`, `anyOf`, and `$ref` into the schema
/// itself. Members come in their order, and optional ones too; a list has one entry. A schema that
/// names itself is followed once where it can end: by another alternative, an empty list, or a
/// member left out. The same for the same seed.
final class SchemaSample {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /// A schema that cannot but name itself has no end.
    private static final int MOST_DEEP = 32;

    private final JsonNode root;
    private final int seed;

    /// The references that are being followed.
    private final Deque<String> open = new ArrayDeque<>();

    private SchemaSample(JsonNode root, int seed) {
        this.root = root;
        this.seed = seed;
    }

    /// @param seed 0 or more
    /// @throws SimRefusal when it is no schema that is known
    static JsonNode of(JsonNode schema, int seed) throws SimRefusal {
        return new SchemaSample(schema, seed).sample(schema, 0);
    }

    private JsonNode sample(JsonNode schema, int depth) throws SimRefusal {
        if (depth > MOST_DEEP) {
            throw SimRefusal.invalid("the schema is deeper than " + MOST_DEEP);
        }
        if (schema.has("$ref")) {
            String reference = schema.path("$ref").asText();
            open.push(reference);
            JsonNode value = sample(at(reference), depth + 1);
            open.pop();
            return value;
        }
        if (schema.has("const")) {
            return schema.path("const");
        }
        if (schema.path("enum").isArray() && !schema.path("enum").isEmpty()) {
            return schema.path("enum").path(seed % schema.path("enum").size());
        }
        if (schema.path("anyOf").isArray()) {
            return sample(alternative(schema.path("anyOf")), depth + 1);
        }
        JsonNode type = schema.path("type");
        return ofType((type.isArray() ? type.path(0) : type).asText(), schema, depth);
    }

    private JsonNode alternative(JsonNode alternatives) {
        for (JsonNode one : alternatives) {
            if (!isOpen(one)) {
                return one;
            }
        }
        return alternatives.path(0);
    }

    private boolean isOpen(JsonNode schema) {
        return open.contains(schema.path("$ref").asText());
    }

    private JsonNode at(String reference) throws SimRefusal {
        JsonNode found =
                reference.startsWith("#/")
                        ? root.at(reference.substring(1))
                        : MissingNode.getInstance();
        if (found.isMissingNode()) {
            throw SimRefusal.invalid("the schema has nothing at " + reference);
        }
        return found;
    }

    /// @param type empty for a schema that leaves it open; in either case: Gemini's own schemas
    ///   shout
    private JsonNode ofType(String type, JsonNode schema, int depth) throws SimRefusal {
        int number = schema.path("minimum").asInt(0) + seed % 10;
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "", "object" -> object(schema, depth);
            case "array" ->
                    schema.has("items") && !isOpen(schema.path("items"))
                            ? JSON.arrayNode().add(sample(schema.path("items"), depth + 1))
                            : JSON.arrayNode();
            case "string" -> JSON.textNode("toll " + number);
            case "integer" -> JSON.numberNode(number);
            case "number" -> JSON.numberNode(number + 0.5);
            case "boolean" -> JSON.booleanNode(seed % 2 == 0);
            case "null" -> JSON.nullNode();
            default -> throw SimRefusal.invalid("a schema has an unknown type: " + type);
        };
    }

    private JsonNode object(JsonNode schema, int depth) throws SimRefusal {
        ObjectNode object = JSON.objectNode();
        for (var member : schema.path("properties").properties()) {
            if (!isOpen(member.getValue()) || isRequired(member.getKey(), schema)) {
                object.set(member.getKey(), sample(member.getValue(), depth + 1));
            }
        }
        return object;
    }

    private static boolean isRequired(String member, JsonNode schema) {
        return schema.path("required").valueStream().anyMatch(it -> it.asText().equals(member));
    }
}
