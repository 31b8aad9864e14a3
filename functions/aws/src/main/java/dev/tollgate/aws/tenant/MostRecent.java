package dev.tollgate.aws.tenant;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// One value for each of the keys last asked for, for example tenants; beyond the bound the one
/// that nobody asked for the longest is forgotten. Thread-safe.
public final class MostRecent<K, V> {
    private final int most;
    private final Function<K, V> make;
    private final ReentrantLock lock = new ReentrantLock();
    private final SequencedMap<K, V> values = new LinkedHashMap<>(16, 0.75f, true);

    /// @param make the first value of a key; quick and without I/O, others wait for it
    public MostRecent(int most, Function<K, V> make) {
        this.most = most;
        this.make = make;
    }

    public V get(K key) {
        lock.lock();
        try {
            V value = values.computeIfAbsent(key, make);
            if (values.size() > most) {
                values.pollFirstEntry();
            }
            return value;
        } finally {
            lock.unlock();
        }
    }
}
