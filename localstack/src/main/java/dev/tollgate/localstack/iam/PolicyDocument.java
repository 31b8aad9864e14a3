package dev.tollgate.localstack.iam;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// An identity policy. What it says and this evaluator does not know is an error when it is read,
/// never passed over.
public record PolicyDocument(List<Statement> statements) {
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();
    private static final String VERSION = "2012-10-17";
    private static final String ACTION = "[a-z0-9-]+:[A-Za-z*?]+";

    public PolicyDocument {
        statements = List.copyOf(statements);
    }

    /// @param placeholders ARNs by the words that stand for them in `Resource`; a statement that is
    ///   left without a resource is dropped
    /// @throws IllegalArgumentException saying what is wrong or not known
    public static PolicyDocument read(String json, Map<String, List<String>> placeholders) {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a JSON document: " + e.getMessage(), e);
        }
        allow(root, Set.of("Version", "Statement"));
        if (!root.path("Version").asText().equals(VERSION)) {
            throw new IllegalArgumentException("Version is " + VERSION);
        }
        var statements = new ArrayList<Statement>();
        for (JsonNode statement : elements(root.path("Statement"))) {
            Statement read = statement(statement, placeholders);
            if (!read.resources().isEmpty()) {
                statements.add(read);
            }
        }
        return new PolicyDocument(statements);
    }

    /// Allows these actions on everything, for whom no document is deployed.
    ///
    /// @param action a pattern
    public static PolicyDocument allowing(String action) {
        Glob everything = Glob.of("*");
        return new PolicyDocument(
                List.of(
                        new Statement(
                                true, List.of(Glob.of(action)), List.of(everything), List.of())));
    }

    public Decision decide(AccessRequest request) {
        Decision decision = Decision.NOT_ALLOWED;
        for (Statement statement : statements) {
            if (statement.covers(request)) {
                if (!statement.allows()) {
                    return Decision.DENIED;
                }
                decision = Decision.ALLOWED;
            }
        }
        return decision;
    }

    private static Statement statement(JsonNode node, Map<String, List<String>> placeholders) {
        allow(node, Set.of("Sid", "Effect", "Action", "Resource", "Condition"));
        List<String> actions = texts(node.path("Action"));
        for (String action : actions) {
            if (!action.matches(ACTION)) {
                throw new IllegalArgumentException(action + " is not service:Action");
            }
        }
        return new Statement(
                allows(node.path("Effect").asText()),
                actions.stream().map(Glob::of).toList(),
                texts(node.path("Resource")).stream()
                        .flatMap(resource -> resources(resource, placeholders))
                        .map(Glob::of)
                        .toList(),
                conditions(node.path("Condition")));
    }

    private static boolean allows(String effect) {
        return switch (effect) {
            case "Allow" -> true;
            case "Deny" -> false;
            case String other ->
                    throw new IllegalArgumentException("Effect is Allow or Deny, not " + other);
        };
    }

    private static Stream<String> resources(
            String resource, Map<String, List<String>> placeholders) {
        List<String> filled = placeholders.get(resource);
        if (filled != null) {
            return filled.stream();
        }
        boolean named = resource.equals("*") || resource.startsWith("arn:");
        if (!named || resource.contains("$")) {
            throw new IllegalArgumentException(
                    "the resource " + resource + " is no ARN and no placeholder that is known");
        }
        return Stream.of(resource);
    }

    private static List<Condition> conditions(JsonNode block) {
        var conditions = new ArrayList<Condition>();
        if (!block.isMissingNode()) {
            for (var operator : members(block)) {
                for (var key : members(operator.getValue())) {
                    conditions.add(
                            Condition.of(operator.getKey(), key.getKey(), texts(key.getValue())));
                }
            }
        }
        return conditions;
    }

    private static Set<Map.Entry<String, JsonNode>> members(JsonNode node) {
        if (!node.isObject() || node.isEmpty()) {
            throw new IllegalArgumentException("a Condition that says nothing: " + node);
        }
        return node.properties();
    }

    private static void allow(JsonNode node, Set<String> names) {
        node.fieldNames()
                .forEachRemaining(name -> {
                    if (!names.contains(name)) {
                        throw new IllegalArgumentException("the element " + name + " is not known");
                    }
                });
    }

    private static List<String> texts(JsonNode value) {
        return (value.isArray() ? elements(value) : List.of(value))
                .stream()
                        .map(element -> {
                            if (!element.isTextual()) {
                                throw new IllegalArgumentException(
                                        "text is wanted, not " + element);
                            }
                            return element.textValue();
                        })
                        .toList();
    }

    private static List<JsonNode> elements(JsonNode array) {
        if (!array.isArray() || array.isEmpty()) {
            throw new IllegalArgumentException("a list with something in it is wanted");
        }
        var elements = new ArrayList<JsonNode>();
        array.forEach(elements::add);
        return elements;
    }
}
