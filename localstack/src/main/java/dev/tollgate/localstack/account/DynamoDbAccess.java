package dev.tollgate.localstack.account;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.aws.dynamodb.Tables;
import dev.tollgate.localstack.iam.ContextKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a request of DynamoDB asks IAM for: an action on a table, with the partition keys it names.
/// A transaction asks for the action of each of its items, a batch for one on each table. Whatever
/// names no key, or none that can be made out, asks without one.
///
/// Sources: DynamoDB Developer Guide, "Using IAM policy conditions for fine-grained access control"
/// and "Using IAM with DynamoDB transactions".
record DynamoDbAccess(String action, String resource, List<String> leadingKeys) {
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    /// `name = :value` for a key that a query wants equal; both may be placeholders.
    private static final Pattern EQUAL =
            Pattern.compile("(#?[A-Za-z_][A-Za-z0-9_.-]*)\\s*=\\s*(:[A-Za-z0-9_]+)");

    DynamoDbAccess {
        leadingKeys = List.copyOf(leadingKeys);
    }

    Map<ContextKey, List<String>> context() {
        return Map.of(ContextKey.LEADING_KEYS, leadingKeys);
    }

    /// @param operation for example `GetItem`
    /// @throws IllegalArgumentException when the body is not JSON, or says something twice
    static List<DynamoDbAccess> of(String operation, byte[] body) {
        JsonNode request;
        try {
            request = JSON.readTree(body);
        } catch (IOException e) {
            throw new IllegalArgumentException("the body is not one JSON object", e);
        }
        return switch (operation) {
            case "GetItem", "UpdateItem", "DeleteItem" ->
                    List.of(of(operation, request, keys(request.path("Key"))));
            case "PutItem" -> List.of(of(operation, request, keys(request.path("Item"))));
            case "Query" -> List.of(of(operation, request, queried(request)));
            case "BatchGetItem", "BatchWriteItem" -> batch(operation, request.path("RequestItems"));
            case "TransactGetItems", "TransactWriteItems" -> {
                var parts = new ArrayList<DynamoDbAccess>();
                request.path("TransactItems")
                        .forEach(item -> item.properties().forEach(part -> parts.add(part(part))));
                yield parts.isEmpty() ? List.of(of(operation, request, List.of())) : parts;
            }
            default -> List.of(of(operation, request, List.of()));
        };
    }

    private static DynamoDbAccess part(Map.Entry<String, JsonNode> part) {
        String action =
                part.getKey().equals("ConditionCheck")
                        ? "ConditionCheckItem"
                        : part.getKey() + "Item";
        JsonNode item = part.getValue();
        return of(action, item, keys(item.path(part.getKey().equals("Put") ? "Item" : "Key")));
    }

    private static List<DynamoDbAccess> batch(String operation, JsonNode tables) {
        var accesses = new ArrayList<DynamoDbAccess>();
        for (var table : tables.properties()) {
            var keys = new ArrayList<String>();
            boolean all = true;
            JsonNode listed = table.getValue();
            for (JsonNode item : listed.isArray() ? listed : listed.path("Keys")) {
                List<String> named = keys(listed.isArray() ? written(item) : item);
                all &= !named.isEmpty();
                keys.addAll(named);
            }
            accesses.add(
                    new DynamoDbAccess(
                            "dynamodb:" + operation,
                            Arns.table(table.getKey()),
                            all ? keys : List.of()));
        }
        return accesses.isEmpty()
                ? List.of(new DynamoDbAccess("dynamodb:" + operation, "*", List.of()))
                : accesses;
    }

    private static JsonNode written(JsonNode item) {
        JsonNode put = item.path("PutRequest");
        return put.isObject() ? put.path("Item") : item.path("DeleteRequest").path("Key");
    }

    private static DynamoDbAccess of(String action, JsonNode request, List<String> keys) {
        String table = request.path("TableName").asText();
        String index = request.path("IndexName").asText();
        String resource = table.isEmpty() ? "*" : Arns.table(table);
        return new DynamoDbAccess(
                "dynamodb:" + action,
                index.isEmpty() ? resource : resource + "/index/" + index,
                keys);
    }

    private static List<String> keys(JsonNode attributes) {
        JsonNode key = attributes.path(Tables.PK).path("S");
        return key.isTextual() ? List.of(key.textValue()) : List.of();
    }

    private static List<String> queried(JsonNode request) {
        Matcher equal = EQUAL.matcher(request.path("KeyConditionExpression").asText());
        var keys = new ArrayList<String>();
        while (equal.find()) {
            if (name(request, equal.group(1)).equals(Tables.PK)) {
                value(request, equal.group(2)).ifPresent(keys::add);
            }
        }
        return keys;
    }

    private static String name(JsonNode request, String word) {
        return word.startsWith("#")
                ? request.path("ExpressionAttributeNames").path(word).asText()
                : word;
    }

    private static Optional<String> value(JsonNode request, String word) {
        JsonNode value = request.path("ExpressionAttributeValues").path(word).path("S");
        return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
    }
}
