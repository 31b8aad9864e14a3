package dev.tollgate.aws.config;

import dev.tollgate.aws.dynamodb.TenantTable;
import dev.tollgate.core.config.ConfigStore;
import dev.tollgate.core.config.ConfigUnavailableException;
import dev.tollgate.core.config.PlatformConfig;
import dev.tollgate.core.config.Settings;
import dev.tollgate.core.config.TenantConfig;
import dev.tollgate.core.tenant.TenantId;
import dev.tollgate.core.tenant.TenantSessionUnavailableException;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Reads the config table: one consistent GetItem a question, never stale. Behind it a function
/// puts a [CachedConfigStore].
public final class DynamoConfigStore implements ConfigStore {
    private final DynamoDbClient client;
    private final TenantTable tenants;
    private final ConfigItems items;

    /// @param client reads the platform table
    public DynamoConfigStore(DynamoDbClient client, TenantTable tenants, Settings settings) {
        this.client = client;
        this.tenants = tenants;
        this.items = ConfigItems.of(settings);
    }

    /// That reads tenants' items with the client's own credentials too.
    public DynamoConfigStore(DynamoDbClient client, Settings settings) {
        this(client, TenantTable.unbound(client, settings), settings);
    }

    @Override
    public PlatformConfig platform() {
        try {
            var item =
                    client.getItem(request ->
                                    request.tableName(items.platformTable())
                                            .key(items.platform())
                                            .consistentRead(true))
                            .item();
            return item.isEmpty()
                    ? PlatformConfig.EMPTY
                    : ConfigDocuments.platform(
                            ConfigItems.number(item, ConfigItems.VERSION),
                            ConfigItems.text(item, ConfigItems.DOCUMENT));
        } catch (SdkException | IllegalArgumentException | NullPointerException e) {
            throw new ConfigUnavailableException("the platform's configuration", e);
        }
    }

    @Override
    public Optional<TenantConfig> tenant(TenantId tenant) {
        try {
            var item = tenants.item(tenant, items.tenant(tenant));
            return item.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            ConfigDocuments.tenant(
                                    tenant,
                                    ConfigItems.number(item, ConfigItems.VERSION),
                                    ConfigItems.text(item, ConfigItems.DOCUMENT)));
        } catch (SdkException
                | TenantSessionUnavailableException
                | IllegalArgumentException
                | NullPointerException e) {
            throw new ConfigUnavailableException("the configuration of tenant " + tenant, e);
        }
    }
}
