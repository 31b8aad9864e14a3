package dev.tollgate.testkit;

import dev.tollgate.core.principal.KeyId;
import dev.tollgate.core.principal.KeyStoreUnavailableException;
import dev.tollgate.core.principal.VirtualKey;
import dev.tollgate.core.principal.VirtualKeyStore;
import dev.tollgate.core.tenant.TenantId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Virtual keys in memory. Thread-safe.
public final class InMemoryVirtualKeyStore implements VirtualKeyStore {
    private final Map<String, VirtualKey> byHash = new LinkedHashMap<>();
    private boolean down;

    /// From now on every question ends as if the store could not be asked, or works again.
    public synchronized void setDown(boolean down) {
        this.down = down;
    }

    @Override
    public synchronized Optional<VirtualKey> find(String secretHash) {
        check();
        return Optional.ofNullable(byHash.get(secretHash));
    }

    @Override
    public synchronized void create(VirtualKey key, String secretHash) {
        check();
        boolean known = byHash.values().stream().anyMatch(other -> other.id().equals(key.id()));
        if (known || byHash.putIfAbsent(secretHash, key) != null) {
            throw new IllegalArgumentException("the key " + key.id() + " or its hash exists");
        }
    }

    @Override
    public synchronized boolean revoke(TenantId tenant, KeyId id, Instant at) {
        check();
        for (var entry : byHash.entrySet()) {
            VirtualKey key = entry.getValue();
            if (key.id().equals(id) && key.tenant().equals(tenant)) {
                entry.setValue(revoked(key, at));
                return true;
            }
        }
        return false;
    }

    @Override
    public synchronized List<VirtualKey> list(TenantId tenant) {
        check();
        return byHash.values().stream().filter(key -> key.tenant().equals(tenant)).toList();
    }

    private static VirtualKey revoked(VirtualKey key, Instant at) {
        Instant before = key.revokedAt();
        return new VirtualKey(
                key.id(),
                key.tenant(),
                key.owner(),
                key.scope(),
                key.createdAt(),
                key.expiresAt(),
                before == null ? at : before);
    }

    private void check() {
        if (down) {
            throw new KeyStoreUnavailableException(
                    "the fake store was told to be down", new IllegalStateException("down"));
        }
    }
}
