package dev.tollgate.core.config;

import dev.tollgate.core.tenant.TenantId;
import java.util.Optional;

/// Dynamic configuration as it stands in the config table, possibly stale by the stated cache time.
/// Thread-safe. Throws [ConfigUnavailableException] when there is none to be had.
public interface ConfigStore {
    /// The platform's configuration; [PlatformConfig#EMPTY] before the first change.
    PlatformConfig platform();

    /// One tenant's configuration, or empty when there is no such tenant.
    Optional<TenantConfig> tenant(TenantId tenant);
}
