package dev.tollgate.testkit;

import dev.tollgate.core.config.ConfigStore;
import dev.tollgate.core.config.ConfigUnavailableException;
import dev.tollgate.core.config.ConfigWriter;
import dev.tollgate.core.config.PlatformConfig;
import dev.tollgate.core.config.TenantConfig;
import dev.tollgate.core.money.PriceTable;
import dev.tollgate.core.tenant.TenantId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Configuration in memory, never stale. Thread-safe.
public final class InMemoryConfigStore implements ConfigStore, ConfigWriter {
    private final Map<TenantId, TenantConfig> tenants = new HashMap<>();
    private PlatformConfig platform =
            new PlatformConfig(0, List.of(), Map.of(), new PriceTable(Map.of()));
    private boolean down;

    /// From now on every question ends as if the store could not be asked, or works again.
    public synchronized void setDown(boolean down) {
        this.down = down;
    }

    @Override
    public synchronized PlatformConfig platform() {
        check();
        return platform;
    }

    @Override
    public synchronized Optional<TenantConfig> tenant(TenantId tenant) {
        check();
        return Optional.ofNullable(tenants.get(tenant));
    }

    @Override
    public synchronized void apply(
            @Nullable PlatformConfig changed, List<TenantConfig> changedTenants) {
        check();
        if (changed != null) {
            platform =
                    new PlatformConfig(
                            platform.version() + 1,
                            changed.issuers(),
                            changed.providers(),
                            changed.prices());
        }
        for (TenantConfig tenant : changedTenants) {
            TenantConfig before = tenants.get(tenant.tenant());
            tenants.put(
                    tenant.tenant(), numbered(tenant, before == null ? 1 : before.version() + 1));
        }
    }

    private static TenantConfig numbered(TenantConfig tenant, long version) {
        return new TenantConfig(
                version,
                tenant.tenant(),
                tenant.name(),
                tenant.zone(),
                tenant.aliases(),
                tenant.limits(),
                tenant.keys(),
                tenant.ceiling());
    }

    private void check() {
        if (down) {
            throw new ConfigUnavailableException("the fake store was told to be down", null);
        }
    }
}
