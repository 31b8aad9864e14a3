package dev.tollgate.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.aws.dynamodb.Tables;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The tables as the adapters need them, and what a stage keeps.
final class DataStackTest {
    private static JsonNode prod;
    private static JsonNode dev;

    @BeforeAll
    static void synthesize() throws IOException {
        prod = Synthesized.of(Map.of("stage", "prod")).data();
        dev = Synthesized.of(Map.of()).data();
    }

    @Test
    void tables_ofEveryStage_haveTheKeysOfTheAdapters() {
        for (JsonNode template : List.of(prod, dev)) {
            var tables = Synthesized.resources(template, "AWS::DynamoDB::Table");
            assertEquals(2, tables.size());
            tables.values()
                    .forEach(table -> {
                        JsonNode properties = table.path("Properties");
                        assertEquals(
                                List.of(Tables.PK + " HASH", Tables.SK + " RANGE"),
                                pairs(properties.path("KeySchema"), "KeyType"));
                        assertEquals(
                                List.of(Tables.PK + " S", Tables.SK + " S"),
                                pairs(properties.path("AttributeDefinitions"), "AttributeType"));
                        JsonNode ttl = properties.path("TimeToLiveSpecification");
                        assertEquals(Tables.TTL, ttl.path("AttributeName").asText());
                        assertTrue(ttl.path("Enabled").asBoolean());
                        assertEquals("PAY_PER_REQUEST", properties.path("BillingMode").asText());
                    });
        }
    }

    @Test
    void data_outsideDev_isBackedUpProtectedAndRetained() {
        Synthesized.resources(prod, "AWS::DynamoDB::Table")
                .values()
                .forEach(table -> {
                    assertEquals("Retain", table.path("DeletionPolicy").asText());
                    assertTrue(
                            table.path("Properties").path("DeletionProtectionEnabled").asBoolean());
                    assertTrue(hasBackups(table));
                });
        assertEquals(Map.of(), Synthesized.resources(prod, "AWS::SecretsManager::Secret"));
    }

    @Test
    void tables_outsideDev_areEncryptedUnderTheStagesKey() {
        var keys = Synthesized.resources(prod, "AWS::KMS::Key");
        assertEquals(1, keys.size());
        keys.forEach((id, key) -> {
            assertTrue(key.path("Properties").path("EnableKeyRotation").asBoolean());
            assertEquals("Retain", key.path("DeletionPolicy").asText());
            Synthesized.resources(prod, "AWS::DynamoDB::Table")
                    .values()
                    .forEach(table -> {
                        JsonNode encryption = table.path("Properties").path("SSESpecification");
                        assertEquals("KMS", encryption.path("SSEType").asText());
                        assertTrue(encryption.path("KMSMasterKeyId").toString().contains(id));
                    });
        });
        assertEquals(Map.of(), Synthesized.resources(dev, "AWS::KMS::Key"));
    }

    @Test
    void data_ofDev_costsNothingAtRestAndGoesWithItsStack() {
        Synthesized.resources(dev, "AWS::DynamoDB::Table")
                .values()
                .forEach(table -> {
                    assertEquals("Delete", table.path("DeletionPolicy").asText());
                    assertFalse(hasBackups(table));
                });
    }

    private static boolean hasBackups(JsonNode table) {
        return table.path("Properties")
                .path("PointInTimeRecoverySpecification")
                .path("PointInTimeRecoveryEnabled")
                .asBoolean();
    }

    private static List<String> pairs(JsonNode list, String type) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(pair -> pair.path("AttributeName").asText() + ' ' + pair.path(type).asText())
                .sorted()
                .toList();
    }
}
