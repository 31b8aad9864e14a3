package dev.tollgate.core.config;

import dev.tollgate.core.ledger.Limit;
import dev.tollgate.core.money.Price;
import dev.tollgate.core.principal.KeyId;
import dev.tollgate.core.principal.Principal;
import dev.tollgate.core.tenant.TenantId;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One tenant: what it may use and how much.
///
/// @param aliases model alias to route; what is not listed does not exist for the tenant
/// @param limits of the tenant as a whole
/// @param keys what is said of single keys
/// @param ceiling the price of a model that has none, or null to refuse such a model
/// @param upstreamKeys the tenant's own, by the provider's id; others are called by the provider's
public record TenantConfig(
        long version,
        TenantId tenant,
        String name,
        ZoneId zone,
        Map<String, Route> aliases,
        List<Limit> limits,
        Map<KeyId, KeyPolicy> keys,
        @Nullable Price ceiling,
        Map<String, UpstreamKey> upstreamKeys) {
    /// Without keys of its own at providers.
    public TenantConfig(
            long version,
            TenantId tenant,
            String name,
            ZoneId zone,
            Map<String, Route> aliases,
            List<Limit> limits,
            Map<KeyId, KeyPolicy> keys,
            @Nullable Price ceiling) {
        this(version, tenant, name, zone, aliases, limits, keys, ceiling, Map.of());
    }

    public TenantConfig {
        aliases = Map.copyOf(aliases);
        limits = List.copyOf(limits);
        keys = Map.copyOf(keys);
        upstreamKeys = Map.copyOf(upstreamKeys);
    }

    /// All limits that a call of the principal falls under: the tenant's, and its key's.
    public List<Limit> limitsOf(Principal principal) {
        KeyPolicy policy = policyOf(principal);
        return policy == null
                ? limits
                : Stream.concat(limits.stream(), policy.limits().stream()).toList();
    }

    /// Whether the principal may use the alias: by its own scope and by what is said of its key
    /// here.
    public boolean allowsModel(Principal principal, String alias) {
        KeyPolicy policy = policyOf(principal);
        return principal.scope().allowsModel(alias)
                && (policy == null || policy.scope().allowsModel(alias));
    }

    /// The same under another version.
    public TenantConfig withVersion(long version) {
        return new TenantConfig(
                version, tenant, name, zone, aliases, limits, keys, ceiling, upstreamKeys);
    }

    private @Nullable KeyPolicy policyOf(Principal principal) {
        KeyId key = principal.key();
        return key == null ? null : keys.get(key);
    }
}
