package dev.tollgate.localstack.backup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// An item as a line of "DynamoDB JSON", `{"Item":{…}}`, each value under the letter of its type.
/// Members of a set are sorted, so that equal items are equal JSON.
///
/// Source: DynamoDB developer guide, "DynamoDB table export output format" and "Low-level API, data
/// type descriptors".
final class DynamoDbJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ITEM = "Item";

    private DynamoDbJson() {}

    /// Without the end of the line.
    static String line(Map<String, AttributeValue> item) {
        return JSON.createObjectNode().set(ITEM, members(item)).toString();
    }

    /// Equal for equal items.
    static ObjectNode members(Map<String, AttributeValue> values) {
        ObjectNode node = JSON.createObjectNode();
        values.forEach((name, value) -> node.set(name, json(value)));
        return node;
    }

    private static ObjectNode json(AttributeValue value) {
        ObjectNode node = JSON.createObjectNode();
        String type = value.type().name();
        return switch (value.type()) {
            case S -> node.put(type, value.s());
            case N -> node.put(type, value.n());
            case B -> node.put(type, base64(value.b()));
            case BOOL -> node.put(type, value.bool());
            case NUL -> node.put("NULL", true);
            case SS -> node.set(type, set(value.ss()));
            case NS -> node.set(type, set(value.ns()));
            case BS -> node.set(type, set(value.bs().stream().map(DynamoDbJson::base64).toList()));
            case M -> node.set(type, members(value.m()));
            case L -> {
                ArrayNode list = node.putArray(type);
                value.l().forEach(one -> list.add(json(one)));
                yield node;
            }
            case UNKNOWN_TO_SDK_VERSION ->
                    throw new IllegalStateException("an attribute of a type that is not known");
        };
    }

    private static ArrayNode set(List<String> members) {
        ArrayNode array = JSON.createArrayNode();
        members.stream().sorted().forEach(array::add);
        return array;
    }

    private static String base64(SdkBytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.asByteArrayUnsafe());
    }

    /// @throws IllegalArgumentException when it is no item in this language; the message has
    ///   nothing of the line
    static Map<String, AttributeValue> item(String line) {
        JsonNode item;
        try {
            item = JSON.readTree(line).path(ITEM);
        } catch (IOException _) {
            // Jackson's message would quote the line.
            throw new IllegalArgumentException("it is no JSON");
        }
        if (!item.isObject()) {
            throw new IllegalArgumentException("it has no Item, as a line of a full export has");
        }
        return values(item);
    }

    private static Map<String, AttributeValue> values(JsonNode members) {
        var values = new HashMap<String, AttributeValue>();
        members.properties().forEach(one -> values.put(one.getKey(), value(one.getValue())));
        return Map.copyOf(values);
    }

    private static AttributeValue value(JsonNode node) {
        if (!node.isObject() || node.size() != 1) {
            throw new IllegalArgumentException("a value is not one member named by its type");
        }
        var only = node.properties().iterator().next();
        JsonNode value = only.getValue();
        return switch (only.getKey()) {
            case "S" -> AttributeValue.fromS(text(value));
            case "N" -> AttributeValue.fromN(text(value));
            case "B" -> AttributeValue.fromB(bytes(value));
            case "BOOL" -> AttributeValue.fromBool(value.asBoolean());
            case "NULL" -> AttributeValue.fromNul(true);
            case "SS" -> AttributeValue.fromSs(list(value, DynamoDbJson::text));
            case "NS" -> AttributeValue.fromNs(list(value, DynamoDbJson::text));
            case "BS" -> AttributeValue.fromBs(list(value, DynamoDbJson::bytes));
            case "M" -> AttributeValue.fromM(values(value));
            case "L" -> AttributeValue.fromL(list(value, DynamoDbJson::value));
            default -> throw new IllegalArgumentException("a value is of no type of DynamoDB's");
        };
    }

    private static String text(JsonNode node) {
        if (!node.isTextual()) {
            throw new IllegalArgumentException("a value that should be text is not");
        }
        return node.textValue();
    }

    private static SdkBytes bytes(JsonNode node) {
        return SdkBytes.fromByteArray(Base64.getDecoder().decode(text(node)));
    }

    private static <T> List<T> list(JsonNode array, Function<JsonNode, T> each) {
        return StreamSupport.stream(array.spliterator(), false).map(each).toList();
    }
}
