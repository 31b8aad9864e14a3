package dev.tollgate.aws;

import dev.tollgate.aws.config.CachedConfigStore;
import dev.tollgate.aws.config.DynamoConfigStore;
import dev.tollgate.aws.dynamodb.DynamoDbClients;
import dev.tollgate.aws.dynamodb.TenantTable;
import dev.tollgate.aws.key.DynamoVirtualKeyStore;
import dev.tollgate.aws.ledger.DynamoQuotaLedger;
import dev.tollgate.aws.tenant.TenantCredentials;
import dev.tollgate.aws.tenant.TenantRole;
import dev.tollgate.core.call.IdSource;
import dev.tollgate.core.config.ConfigStore;
import dev.tollgate.core.config.Settings;
import dev.tollgate.core.ledger.QuotaLedger;
import dev.tollgate.core.principal.CachedVirtualKeys;
import dev.tollgate.core.principal.VirtualKeyStore;
import java.time.Clock;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The stores of one function, on one DynamoDB client. Making it does no I/O. Configuration and
/// keys are kept for `TOLLGATE_CONFIG_TTL_SECONDS`.
///
/// Where the settings name a tenant role, a tenant's items are read and written in a session of it
/// that is tagged with the tenant; else, and always in the platform table, with the function's own
/// role. Thread-safe.
public final class DynamoStores implements AutoCloseable {
    private final Settings settings;
    private final Clock clock;
    private final DynamoDbClient client;
    private final TenantRole role;
    private final TenantTable tenants;

    /// @throws IllegalStateException naming the setting that is missing or wrong
    public DynamoStores(Settings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.client = DynamoDbClients.create(settings);
        this.role = TenantRole.of(settings, clock);
        this.tenants = new TenantTable(client, settings, role.credentials());
    }

    public ConfigStore configs() {
        return CachedConfigStore.of(
                new DynamoConfigStore(client, tenants, settings), settings, clock);
    }

    public VirtualKeyStore keys() {
        return new CachedVirtualKeys(
                new DynamoVirtualKeyStore(client, settings), settings.configTtl(), clock);
    }

    public QuotaLedger ledger(IdSource ids) {
        return new DynamoQuotaLedger(tenants, ids, clock);
    }

    /// For what else is done for a tenant, by the same sessions.
    public TenantCredentials credentials() {
        return role.credentials();
    }

    @Override
    public void close() {
        role.close();
        client.close();
    }
}
