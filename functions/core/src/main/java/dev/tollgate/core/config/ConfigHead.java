package dev.tollgate.core.config;

import dev.tollgate.core.tenant.TenantId;
import java.util.Set;

/// Where the configuration as a whole stands: what a change is based on.
///
/// @param revision 0 before the first change; grows by one with every one
/// @param tenants all that have a configuration
public record ConfigHead(long revision, Set<TenantId> tenants) {
    /// Nothing was applied yet.
    public static final ConfigHead NONE = new ConfigHead(0, Set.of());

    public ConfigHead {
        tenants = Set.copyOf(tenants);
    }
}
