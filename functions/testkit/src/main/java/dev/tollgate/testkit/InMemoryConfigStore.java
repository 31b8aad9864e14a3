package dev.tollgate.testkit;

import dev.tollgate.core.config.ConfigHead;
import dev.tollgate.core.config.ConfigRefusedException;
import dev.tollgate.core.config.ConfigRegister;
import dev.tollgate.core.config.ConfigStore;
import dev.tollgate.core.config.ConfigUnavailableException;
import dev.tollgate.core.config.PlatformConfig;
import dev.tollgate.core.config.TenantConfig;
import dev.tollgate.core.tenant.TenantId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Configuration in memory, never stale. Thread-safe.
public final class InMemoryConfigStore implements ConfigStore, ConfigRegister {
    private final Map<TenantId, TenantConfig> tenants = new HashMap<>();
    private PlatformConfig platform = PlatformConfig.EMPTY;
    private long revision;
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
    public synchronized ConfigHead head() {
        check();
        return new ConfigHead(revision, tenants.keySet());
    }

    @Override
    public synchronized void apply(
            ConfigHead basis, @Nullable PlatformConfig changed, List<TenantConfig> changedTenants) {
        check();
        if (basis.revision() != revision) {
            throw new ConfigRefusedException("changed in the meantime", null);
        }
        if (changed != null) {
            platform = changed.withVersion(platform.version() + 1);
        }
        for (TenantConfig tenant : changedTenants) {
            TenantConfig before = tenants.get(tenant.tenant());
            tenants.put(
                    tenant.tenant(), tenant.withVersion(before == null ? 1 : before.version() + 1));
        }
        if (changed != null || !changedTenants.isEmpty()) {
            revision++;
        }
    }

    // Two callers at once shall both succeed here: the caller named no basis.
    @Override
    public synchronized void apply(
            @Nullable PlatformConfig changed, List<TenantConfig> changedTenants) {
        apply(head(), changed, changedTenants);
    }

    private void check() {
        if (down) {
            throw new ConfigUnavailableException("the fake store was told to be down", null);
        }
    }
}
