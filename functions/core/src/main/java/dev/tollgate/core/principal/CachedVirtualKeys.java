package dev.tollgate.core.principal;

import dev.tollgate.core.tenant.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Keeps what the key index answered for a time. Thread-safe, bounded; made-up keys have a small
/// room of their own, so that they never push good ones out.
///
/// A revocation takes effect within this time plus the time that API Gateway keeps the authorizer's
/// answer. Fail mode: closed. An answer is never used beyond its time, also when the index cannot
/// be asked.
public final class CachedVirtualKeys implements VirtualKeyStore {
    public static final int MOST_KEYS = 10_000;
    public static final int MOST_MISSES = 1_000;

    private final VirtualKeyStore store;
    private final Duration ttl;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final SequencedMap<String, Answer> keys = new LinkedHashMap<>(16, 0.75f, true);
    private final SequencedMap<String, Answer> misses = new LinkedHashMap<>(16, 0.75f, true);

    /// @param ttl how old an answer may be; zero asks each time
    public CachedVirtualKeys(VirtualKeyStore store, Duration ttl, Clock clock) {
        this.store = store;
        this.ttl = ttl;
        this.clock = clock;
    }

    @Override
    public Optional<VirtualKey> find(String secretHash) {
        Instant now = clock.instant();
        Answer known = known(secretHash);
        if (known != null && now.isBefore(known.until())) {
            return known.key();
        }
        Optional<VirtualKey> key = store.find(secretHash);
        keep(secretHash, new Answer(key, now.plus(ttl)));
        return key;
    }

    @Override
    public void create(VirtualKey key, String secretHash) {
        store.create(key, secretHash);
        forgetAll();
    }

    @Override
    public boolean revoke(TenantId tenant, KeyId id, Instant at) {
        boolean revoked = store.revoke(tenant, id, at);
        forgetAll();
        return revoked;
    }

    @Override
    public List<VirtualKey> list(TenantId tenant) {
        return store.list(tenant);
    }

    private @Nullable Answer known(String secretHash) {
        lock.lock();
        try {
            Answer key = keys.get(secretHash);
            return key != null ? key : misses.get(secretHash);
        } finally {
            lock.unlock();
        }
    }

    private void keep(String secretHash, Answer answer) {
        lock.lock();
        try {
            keys.remove(secretHash);
            misses.remove(secretHash);
            boolean found = answer.key().isPresent();
            var room = found ? keys : misses;
            room.put(secretHash, answer);
            if (room.size() > (found ? MOST_KEYS : MOST_MISSES)) {
                room.pollFirstEntry();
            }
        } finally {
            lock.unlock();
        }
    }

    private void forgetAll() {
        lock.lock();
        try {
            keys.clear();
            misses.clear();
        } finally {
            lock.unlock();
        }
    }

    private record Answer(Optional<VirtualKey> key, Instant until) {}
}
