package dev.tollgate.aws.config;

import dev.tollgate.core.config.ConfigStore;
import dev.tollgate.core.config.ConfigUnavailableException;
import dev.tollgate.core.config.PlatformConfig;
import dev.tollgate.core.config.Settings;
import dev.tollgate.core.config.TenantConfig;
import dev.tollgate.core.tenant.TenantId;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Reads the config table: one consistent GetItem a question, never stale. Behind it a function
/// puts a [CachedConfigStore].
public final class DynamoConfigStore implements ConfigStore {
    private final DynamoDbClient client;
    private final ConfigItems items;

    public DynamoConfigStore(DynamoDbClient client, Settings settings) {
        this.client = client;
        this.items = ConfigItems.of(settings);
    }

    @Override
    public PlatformConfig platform() {
        try {
            return item(items.platformTable(), items.platform())
                    .map(item ->
                            ConfigDocuments.platform(
                                    ConfigItems.number(item, ConfigItems.VERSION),
                                    ConfigItems.text(item, ConfigItems.DOCUMENT)))
                    .orElse(PlatformConfig.EMPTY);
        } catch (SdkException | IllegalArgumentException | NullPointerException e) {
            throw new ConfigUnavailableException("the platform's configuration", e);
        }
    }

    @Override
    public Optional<TenantConfig> tenant(TenantId tenant) {
        try {
            return item(items.tenantTable(), items.tenant(tenant))
                    .map(item ->
                            ConfigDocuments.tenant(
                                    tenant,
                                    ConfigItems.number(item, ConfigItems.VERSION),
                                    ConfigItems.text(item, ConfigItems.DOCUMENT)));
        } catch (SdkException | IllegalArgumentException | NullPointerException e) {
            throw new ConfigUnavailableException("the configuration of tenant " + tenant, e);
        }
    }

    private Optional<Map<String, AttributeValue>> item(
            String table, Map<String, AttributeValue> key) {
        var response =
                client.getItem(request -> request.tableName(table).key(key).consistentRead(true));
        return response.hasItem() ? Optional.of(response.item()) : Optional.empty();
    }
}
