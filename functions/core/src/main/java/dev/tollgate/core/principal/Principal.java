package dev.tollgate.core.principal;

import dev.tollgate.core.tenant.TenantId;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Who calls: a subject of one tenant, by a token (no key) or by a virtual key.
///
/// @param subject the token's `sub`, or the key's owner; at most 256 characters
/// @param key the virtual key used, or null for a token
/// @param claims of a token, as far as its issuer's configuration hands them on: each with its
///   values
public record Principal(
        TenantId tenant,
        String subject,
        @Nullable KeyId key,
        Scope scope,
        Map<String, Set<String>> claims) {
    public Principal {
        claims =
                claims.entrySet().stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        Map.Entry::getKey, claim -> Set.copyOf(claim.getValue())));
        if (subject.isEmpty() || subject.length() > 256) {
            throw new IllegalArgumentException("a subject has 1 to 256 characters");
        }
    }

    /// Of whom no claim is handed on.
    public Principal(TenantId tenant, String subject, @Nullable KeyId key, Scope scope) {
        this(tenant, subject, key, scope, Map.of());
    }
}
