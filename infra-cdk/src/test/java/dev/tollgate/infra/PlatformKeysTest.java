package dev.tollgate.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.aws.config.DynamoConfigStore;
import dev.tollgate.aws.dynamodb.Tables;
import dev.tollgate.aws.key.DynamoVirtualKeyStore;
import dev.tollgate.core.config.Setting;
import dev.tollgate.core.config.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;

/// The partitions that policies name are those that the adapters ask for.
final class PlatformKeysTest {
    private static final Settings SETTINGS =
            Settings.of(
                    Map.of(
                            Setting.TENANT_TABLE.key(), "tenants",
                            Setting.PLATFORM_TABLE.key(), "platform"));

    private final RecordingClient client = new RecordingClient();

    @Test
    void platformConfig_isReadFromThePartitionOfThePolicy() {
        var _ = new DynamoConfigStore(client, SETTINGS).platform();
        assertEquals(List.of("platform " + FunctionPermissions.CONFIG), client.asked);
    }

    @Test
    void virtualKey_isFoundInAPartitionOfThePolicy() {
        var _ = new DynamoVirtualKeyStore(client, SETTINGS).find("a1b2");
        String prefix = "platform " + FunctionPermissions.KEYS.replace("*", "");
        assertEquals(1, client.asked.size());
        assertTrue(client.asked.getFirst().startsWith(prefix), client.asked::toString);
    }

    /// Knows no items, and no request but GetItem.
    private static final class RecordingClient implements DynamoDbClient {
        private final List<String> asked = new ArrayList<>();

        @Override
        public GetItemResponse getItem(GetItemRequest request) {
            asked.add(request.tableName() + ' ' + Synthesized.need(request.key(), Tables.PK).s());
            return GetItemResponse.builder().build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }
}
