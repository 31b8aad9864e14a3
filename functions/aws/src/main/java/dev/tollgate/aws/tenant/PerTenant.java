package dev.tollgate.aws.tenant;

import dev.tollgate.core.tenant.TenantId;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// One value for each of the tenants last asked for; beyond the bound the one that nobody asked for
/// the longest is forgotten. Thread-safe.
public final class PerTenant<V> {
    private final int most;
    private final Function<TenantId, V> make;
    private final ReentrantLock lock = new ReentrantLock();
    private final SequencedMap<TenantId, V> values = new LinkedHashMap<>(16, 0.75f, true);

    /// @param make the first value of a tenant; quick and without I/O, others wait for it
    public PerTenant(int most, Function<TenantId, V> make) {
        this.most = most;
        this.make = make;
    }

    public V get(TenantId tenant) {
        lock.lock();
        try {
            V value = values.computeIfAbsent(tenant, make);
            if (values.size() > most) {
                values.pollFirstEntry();
            }
            return value;
        } finally {
            lock.unlock();
        }
    }
}
