package dev.tollgate.core.principal;

import dev.tollgate.core.tenant.TenantId;
import org.jspecify.annotations.Nullable;

/// Who calls: a subject of one tenant, by a token (no key) or by a virtual key.
///
/// @param subject the token's `sub`, or the key's owner; at most 256 characters
/// @param key the virtual key used, or null for a token
public record Principal(TenantId tenant, String subject, @Nullable KeyId key, Scope scope) {
    public Principal {
        if (subject.isEmpty() || subject.length() > 256) {
            throw new IllegalArgumentException("a subject has 1 to 256 characters");
        }
    }
}
