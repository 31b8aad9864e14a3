package dev.tollgate.core.principal;

import dev.tollgate.core.tenant.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A virtual key as the store knows it. The secret is not in it.
///
/// @param owner who it was made for; the subject of its calls
/// @param expiresAt null for never
/// @param revokedAt null while it is good
public record VirtualKey(
        KeyId id,
        TenantId tenant,
        String owner,
        Scope scope,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt) {
    /// Whether it is good at the instant: neither expired nor revoked.
    public boolean isGood(Instant at) {
        return revokedAt == null && (expiresAt == null || at.isBefore(expiresAt));
    }

    public Principal principal() {
        return new Principal(tenant, owner, id, scope);
    }
}
