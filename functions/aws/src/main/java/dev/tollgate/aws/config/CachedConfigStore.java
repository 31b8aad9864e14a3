package dev.tollgate.aws.config;

import dev.tollgate.aws.tenant.MostRecent;
import dev.tollgate.core.config.ConfigStore;
import dev.tollgate.core.config.ConfigUnavailableException;
import dev.tollgate.core.config.PlatformConfig;
import dev.tollgate.core.config.Settings;
import dev.tollgate.core.config.TenantConfig;
import dev.tollgate.core.tenant.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Keeps what another store answered for a time. Thread-safe; each value is asked for by one caller
/// at a time while the others wait for the answer.
///
/// Fail mode: while the store cannot be asked, the last answer is good for [#GRACE] beyond its time
/// and the store is asked again each second at the most; after that it fails closed with
/// [ConfigUnavailableException]. A limit, key or issuer that was taken away is thus in force no
/// longer than time + grace. Keeps the platform and the 1000 tenants last asked for.
public final class CachedConfigStore implements ConfigStore {
    /// How long an answer outlives its time while the store is down.
    public static final Duration GRACE = Duration.ofSeconds(60);

    static final int MOST_TENANTS = 1000;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Duration ttl;
    private final Clock clock;
    private final Cell<PlatformConfig> platform;
    private final MostRecent<TenantId, Cell<Optional<TenantConfig>>> tenants;

    /// @param ttl how stale an answer may be while the store answers; zero asks each time
    public CachedConfigStore(ConfigStore store, Duration ttl, Clock clock) {
        this.ttl = ttl;
        this.clock = clock;
        this.platform = new Cell<>(store::platform);
        this.tenants = new MostRecent<>(MOST_TENANTS, id -> new Cell<>(() -> store.tenant(id)));
    }

    /// With the time that the settings say.
    ///
    /// @throws IllegalStateException naming the setting that is wrong
    public static CachedConfigStore of(ConfigStore store, Settings settings, Clock clock) {
        return new CachedConfigStore(store, settings.configTtl(), clock);
    }

    @Override
    public PlatformConfig platform() {
        return platform.get();
    }

    @Override
    public Optional<TenantConfig> tenant(TenantId tenant) {
        return tenants.get(tenant).get();
    }

    /// An answer and when it was asked for, from which its age counts.
    private record Answer<T>(T value, Instant asked) {}

    private final class Cell<T> {
        private final Supplier<T> source;
        private final ReentrantLock asking = new ReentrantLock();
        private volatile @Nullable Answer<T> last;
        private @Nullable ConfigUnavailableException failure;
        private Instant notBefore = Instant.MIN;

        Cell(Supplier<T> source) {
            this.source = source;
        }

        T get() {
            Answer<T> answer = last;
            if (answer != null && isWithin(answer, ttl)) {
                return answer.value();
            }
            asking.lock();
            try {
                return ask();
            } finally {
                asking.unlock();
            }
        }

        private T ask() {
            Answer<T> answer = last;
            if (answer != null && isWithin(answer, ttl)) {
                return answer.value();
            }
            ConfigUnavailableException down = failure;
            if (down != null && clock.instant().isBefore(notBefore)) {
                return lastGood(answer, down);
            }
            Instant asked = clock.instant();
            try {
                T value = source.get();
                last = new Answer<>(value, asked);
                failure = null;
                return value;
            } catch (ConfigUnavailableException e) {
                failure = e;
                notBefore = clock.instant().plus(PAUSE);
                return lastGood(answer, e);
            }
        }

        private T lastGood(@Nullable Answer<T> answer, ConfigUnavailableException down) {
            if (answer == null || !isWithin(answer, ttl.plus(GRACE))) {
                throw new ConfigUnavailableException("no configuration young enough", down);
            }
            return answer.value();
        }

        private boolean isWithin(Answer<T> answer, Duration age) {
            return clock.instant().isBefore(answer.asked().plus(age));
        }
    }
}
