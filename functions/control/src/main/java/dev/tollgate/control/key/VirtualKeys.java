package dev.tollgate.control.key;

import dev.tollgate.core.call.IdSource;
import dev.tollgate.core.principal.KeyId;
import dev.tollgate.core.principal.KeySecret;
import dev.tollgate.core.principal.PepperSource;
import dev.tollgate.core.principal.Scope;
import dev.tollgate.core.principal.VirtualKey;
import dev.tollgate.core.principal.VirtualKeyStore;
import dev.tollgate.core.tenant.TenantId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The life of a tenant's virtual keys. Thread-safe. Each method throws
/// `KeyStoreUnavailableException` when the key index cannot be asked.
public final class VirtualKeys {
    private static final int ID_LENGTH = 12;

    private final VirtualKeyStore store;
    private final PepperSource pepper;
    private final IdSource ids;
    private final Clock clock;

    /// @param pepper asked for when a key is made, and not before
    public VirtualKeys(VirtualKeyStore store, PepperSource pepper, IdSource ids, Clock clock) {
        this.store = store;
        this.pepper = pepper;
        this.ids = ids;
        this.clock = clock;
    }

    /// Makes a key. Its secret is in the answer and nowhere else: shown once, it cannot be read
    /// again.
    ///
    /// @throws IllegalArgumentException when the owner is malformed, the id is taken, or the key
    ///   would have expired
    public IssuedKey create(NewKey wanted) {
        Instant now = clock.instant();
        Instant expiry = wanted.expiresAt();
        if (expiry != null && !now.isBefore(expiry)) {
            throw new IllegalArgumentException("a key's expiry lies in the future");
        }
        KeySecret secret = KeySecret.of(ids.next() + ids.next());
        KeyId id = wanted.id() == null ? freshId() : wanted.id();
        var key =
                new VirtualKey(
                        id, wanted.tenant(), wanted.owner(), wanted.scope(), now, expiry, null);
        store.create(key, pepper.pepper().hash(secret));
        return new IssuedKey(key, secret);
    }

    private KeyId freshId() {
        String fresh = ids.next();
        return new KeyId(fresh.substring(fresh.length() - ID_LENGTH));
    }

    /// All keys of the tenant, also those that are no longer good.
    public List<VirtualKey> list(TenantId tenant) {
        return store.list(tenant);
    }

    /// Ends a key for good.
    ///
    /// @return false when the tenant has no such key
    public boolean revoke(TenantId tenant, KeyId id) {
        return store.revoke(tenant, id, clock.instant());
    }

    /// What a key is to be.
    ///
    /// @param owner who it is for, 1 to 256 characters; the subject of its calls
    /// @param expiresAt null for never
    /// @param id the id that the tenant's configuration names, or null for a fresh one
    public record NewKey(
            TenantId tenant,
            String owner,
            Scope scope,
            @Nullable Instant expiresAt,
            @Nullable KeyId id) {
        public NewKey {
            if (owner.isBlank() || owner.length() > 256) {
                throw new IllegalArgumentException("a key's owner has 1 to 256 characters");
            }
        }

        /// One that never expires, with a fresh id.
        public static NewKey of(TenantId tenant, String owner, Scope scope) {
            return new NewKey(tenant, owner, scope, null, null);
        }
    }

    /// A new key with its secret.
    public record IssuedKey(VirtualKey key, KeySecret secret) {}
}
