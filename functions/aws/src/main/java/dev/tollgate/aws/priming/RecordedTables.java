package dev.tollgate.aws.priming;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.aws.config.ConfigItems;
import dev.tollgate.aws.dynamodb.Tables;
import dev.tollgate.aws.key.KeyItems;
import dev.tollgate.core.config.PlatformConfig;
import dev.tollgate.core.config.Setting;
import dev.tollgate.core.config.TenantConfig;
import dev.tollgate.core.principal.VirtualKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Answers of DynamoDB to a function that rehearses: what was recorded can be read, every write
/// succeeds and is forgotten. No more of DynamoDB than that. Filled first, then thread-safe.
///
/// Source: "DynamoDB low-level API" (AWS JSON 1.0), DynamoDB developer guide.
public final class RecordedTables {
    private static final String SERVICE = "DynamoDB_20120810.";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<Key, Map<String, AttributeValue>> items = new HashMap<>();

    private record Key(String partition, String sort) {}

    /// A function's settings by which its stores ask this recording.
    ///
    /// @param endpoint on loopback: the client then looks for no credentials
    public static Map<String, String> settings(URI endpoint) {
        return Map.of(
                Setting.REGION.key(), "us-east-1",
                Setting.TENANT_TABLE.key(), "tenants",
                Setting.PLATFORM_TABLE.key(), "platform",
                Setting.DYNAMODB_ENDPOINT.key(), endpoint.toString());
    }

    /// Whether a request is for DynamoDB at all.
    ///
    /// @param target as `X-Amz-Target` has it
    public static boolean answers(String target) {
        return target.startsWith(SERVICE);
    }

    public RecordedTables with(PlatformConfig platform) {
        return with(ConfigItems.item(platform));
    }

    public RecordedTables with(TenantConfig tenant) {
        return with(ConfigItems.item(tenant));
    }

    /// @param hash of the key's secret, under the pepper that the function will have
    public RecordedTables with(VirtualKey key, String hash) {
        return with(KeyItems.indexItem(key, hash));
    }

    /// The answer to a request, JSON.
    ///
    /// @param target the operation, as `X-Amz-Target` has it
    /// @param request JSON
    public byte[] answer(String target, byte[] request) {
        try {
            return JSON.writeValueAsBytes(
                    switch (target) {
                        case SERVICE + "GetItem" -> found(JSON.readTree(request).path("Key"));
                        // As `ALL_NEW` would answer: the key, and none of what was written.
                        case SERVICE + "UpdateItem" -> written(JSON.readTree(request).path("Key"));
                        default -> JSON.createObjectNode();
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RecordedTables with(Map<String, AttributeValue> item) {
        items.put(new Key(text(item, Tables.PK), text(item, Tables.SK)), item);
        return this;
    }

    private ObjectNode found(JsonNode key) throws JsonProcessingException {
        var item =
                items.get(
                        new Key(
                                key.path(Tables.PK).path("S").asText(),
                                key.path(Tables.SK).path("S").asText()));
        ObjectNode answer = JSON.createObjectNode();
        if (item != null) {
            ObjectNode members = answer.putObject("Item");
            item.forEach((name, value) -> members.set(name, json(value)));
        }
        return answer;
    }

    private static ObjectNode written(JsonNode key) {
        ObjectNode answer = JSON.createObjectNode();
        answer.set("Attributes", key);
        return answer;
    }

    /// Of the types that configuration and keys are made of.
    private static ObjectNode json(AttributeValue value) {
        ObjectNode typed = JSON.createObjectNode();
        switch (value.type()) {
            case S -> typed.put("S", value.s());
            case N -> typed.put("N", value.n());
            case L -> {
                var list = typed.putArray("L");
                value.l().forEach(member -> list.add(json(member)));
            }
            default -> throw new IllegalArgumentException("no recording of " + value.type());
        }
        return typed;
    }

    private static String text(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        if (value == null) {
            throw new IllegalArgumentException("an item without " + name);
        }
        return value.s();
    }
}
