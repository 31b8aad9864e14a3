package dev.tollgate.localstack.stack;

import dev.tollgate.control.key.VirtualKeys;
import dev.tollgate.control.key.VirtualKeys.NewKey;
import dev.tollgate.core.principal.KeyId;
import dev.tollgate.core.principal.Scope;
import dev.tollgate.core.principal.VirtualKey;
import dev.tollgate.core.tenant.TenantId;
import dev.tollgate.localstack.issuer.Issuer;
import dev.tollgate.localstack.issuer.TokenRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/// What a developer pastes: a token and a virtual key for a sample tenant.
record Credentials(String token, String key) {
    private static final Duration TOKEN_TTL = Duration.ofHours(12);

    /// A fresh token; the key of an earlier start while it is good, else a new one.
    static Credentials of(String tenant, Issuer issuer, VirtualKeys keys, LocalSecrets secrets)
            throws IOException {
        return new Credentials(
                issuer.mint(TokenRequest.of("developer", tenant, TOKEN_TTL)),
                key(new TenantId(tenant), keys, secrets));
    }

    private static String key(TenantId tenant, VirtualKeys keys, LocalSecrets secrets)
            throws IOException {
        Optional<String> id = secrets.find("key-id-" + tenant);
        Optional<String> secret = secrets.find("key-" + tenant);
        if (id.isPresent() && secret.isPresent() && isGood(keys, tenant, new KeyId(id.get()))) {
            return secret.get();
        }
        VirtualKeys.IssuedKey issued =
                keys.create(NewKey.of(tenant, "developer", Scope.everything()));
        secrets.put("key-id-" + tenant, issued.key().id().value());
        secrets.put("key-" + tenant, issued.secret().value());
        return issued.secret().value();
    }

    private static boolean isGood(VirtualKeys keys, TenantId tenant, KeyId id) {
        // Made here without an expiry: it can only have been revoked, or made before there was a
        // route family more.
        return keys.list(tenant).stream()
                .filter(key -> key.revokedAt() == null)
                .filter(key -> key.scope().equals(Scope.everything()))
                .map(VirtualKey::id)
                .anyMatch(id::equals);
    }

    @Override
    public String toString() {
        return "Credentials[***]";
    }
}
