package dev.tollgate.control.config;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Holds a file against its published JSON Schema (2020-12) and says of each violation what to
/// write, in the words of the schema's own descriptions and examples. Thread-safe.
final class SchemaCheck {
    private static final int LONGEST_ECHO = 60;

    private final JsonNode root;
    private final Schema schema;

    private SchemaCheck(JsonNode root) {
        this.root = root;
        this.schema =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(root);
    }

    static SchemaCheck ofPlatform() {
        return of("platform.schema.json");
    }

    static SchemaCheck ofTenant() {
        return of("tenant.schema.json");
    }

    private static SchemaCheck of(String resource) {
        try (InputStream in = SchemaCheck.class.getResourceAsStream(resource)) {
            return new SchemaCheck(
                    JsonMapper.builder()
                            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                            .build()
                            .readTree(Objects.requireNonNull(in, resource)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The schema as it is published.
    JsonNode document() {
        return root;
    }

    List<Mistake> check(Source source) {
        List<Error> errors = schema.validate(source.tree());
        // A field that was misspelt is told as that, and not as missing too.
        Set<JsonPointer> misspelt =
                errors.stream()
                        .filter(error -> error.getKeyword().equals("additionalProperties"))
                        .flatMap(error -> meant(error).map(place(error)::appendProperty).stream())
                        .collect(Collectors.toSet());
        return errors.stream()
                .filter(error ->
                        !error.getKeyword().equals("required")
                                || !misspelt.contains(
                                        place(error).appendProperty(error.getProperty())))
                .map(error -> mistake(source, error))
                .distinct()
                .toList();
    }

    private Mistake mistake(Source source, Error error) {
        JsonPointer at = place(error);
        JsonPointer rule = rule(error);
        return switch (error.getKeyword()) {
            case "required" -> missing(source, at.appendProperty(error.getProperty()), rule);
            case "additionalProperties" ->
                    source.mistake(at.appendProperty(error.getProperty()), unknown(error));
            case "false" -> source.mistake(at, "does not belong here; take it out");
            case "type" ->
                    source.mistake(at, value(error, rule) + " is no " + types(error) + hint(rule));
            case "enum" -> source.mistake(at, choice(error, rule));
            case "uniqueItems" -> source.mistake(at, "names the same twice; take one out");
            case "minItems", "minProperties" -> source.mistake(at, "is empty" + hint(rule));
            case String _ -> source.mistake(at, value(error, rule) + " does not fit" + hint(rule));
        };
    }

    /// Where in the file.
    private static JsonPointer place(Error error) {
        return pointer(error.getInstanceLocation());
    }

    /// Where in the schema: the object that holds the keyword.
    private static JsonPointer rule(Error error) {
        return pointer(error.getSchemaLocation().getFragment()).head();
    }

    private Mistake missing(Source source, JsonPointer at, JsonPointer rule) {
        String name = at.last().getMatchingProperty();
        // A `then` asks for what the schema around it describes.
        JsonPointer around = rule;
        while (around != null && root.at(around).path("properties").path(name).isMissingNode()) {
            around = around.head();
        }
        String hint =
                around == null
                        ? ""
                        : hint(around.appendProperty("properties").appendProperty(name));
        return source.mistake(at, "is missing" + hint);
    }

    private String unknown(Error error) {
        JsonNode holder = root.at(rule(error));
        List<String> known = fields(holder);
        if (known.isEmpty()) {
            return "is not a name that can stand here: " + description(holder);
        }
        return "there is no such field"
                + meant(error)
                        .map(near -> "; write " + near)
                        .orElse("; there are " + String.join(", ", known));
    }

    private Optional<String> meant(Error error) {
        return Nearest.to(error.getProperty(), fields(root.at(rule(error))));
    }

    private static List<String> fields(JsonNode holder) {
        return holder.path("properties").propertyStream().map(Map.Entry::getKey).toList();
    }

    private String choice(Error error, JsonPointer rule) {
        List<String> words = error.getSchemaNode().valueStream().map(JsonNode::asText).toList();
        String advice =
                Nearest.to(error.getInstanceNode().asText(), words)
                        .map(near -> "; write " + near)
                        .orElse("");
        return value(error, rule) + " is none of " + String.join(", ", words) + advice;
    }

    private static String types(Error error) {
        return switch (error.getSchemaNode().asText()) {
            case "integer" -> "whole number";
            case "object" -> "map of fields";
            case "array" -> "list";
            case "string" -> "text";
            case String type -> type;
        };
    }

    /// The value as it stands there, shortened; nothing of what may be a secret.
    private String value(Error error, JsonPointer rule) {
        JsonNode value = error.getInstanceNode();
        if (value.isContainerNode()) {
            return value.isEmpty()
                    ? "nothing in it"
                    : value.isArray() ? "a list" : "a map of fields";
        }
        if (root.at(rule).path("writeOnly").asBoolean()) {
            return "this value";
        }
        if (value.isNull()) {
            return "nothing";
        }
        String text = value.isNumber() ? value.decimalValue().toPlainString() : value.toString();
        return text.length() <= LONGEST_ECHO ? text : text.substring(0, LONGEST_ECHO) + "…";
    }

    private String hint(JsonPointer rule) {
        JsonNode node = root.at(rule);
        String description = description(node);
        JsonNode example = resolve(node, "examples").path(0);
        if (example.isMissingNode()) {
            return description.isEmpty() ? "" : "; write " + description;
        }
        return "; write for example " + example + " (" + description + ")";
    }

    private String description(JsonNode node) {
        return resolve(node, "description").asText();
    }

    /// The keyword of the schema, or of the one it refers to.
    private JsonNode resolve(JsonNode node, String keyword) {
        if (node.has(keyword) || !node.has("$ref")) {
            return node.path(keyword);
        }
        return resolve(root.at(node.path("$ref").asText().substring(1)), keyword);
    }

    private static JsonPointer pointer(NodePath path) {
        return Source.at(
                IntStream.range(0, path.getNameCount()).mapToObj(path::getElement).toArray());
    }
}
