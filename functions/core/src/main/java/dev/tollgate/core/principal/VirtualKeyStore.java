package dev.tollgate.core.principal;

import dev.tollgate.core.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The index of virtual keys, by the keyed hash of their secrets. Thread-safe. Throws
/// `KeyStoreUnavailableException` when the store cannot be asked.
public interface VirtualKeyStore {
    /// @param secretHash see [KeySecret#hash]
    Optional<VirtualKey> find(String secretHash);

    /// @throws IllegalArgumentException when the id or the hash exists
    void create(VirtualKey key, String secretHash);

    /// @return false when the tenant has no such key; revoking twice keeps the first time
    boolean revoke(TenantId tenant, KeyId id, Instant at);

    List<VirtualKey> list(TenantId tenant);
}
