package dev.tollgate.aws.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tollgate.core.config.ConfigStore;
import dev.tollgate.core.config.ConfigUnavailableException;
import dev.tollgate.core.config.PlatformConfig;
import dev.tollgate.core.config.TenantConfig;
import dev.tollgate.core.tenant.TenantId;
import dev.tollgate.testkit.Fixtures;
import dev.tollgate.testkit.InMemoryConfigStore;
import dev.tollgate.testkit.MutableClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CachedConfigStoreTest {
    private static final Duration TTL = Duration.ofSeconds(10);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int CALLERS = 32;

    private final MutableClock clock = new MutableClock(Fixtures.NOW);
    private final InMemoryConfigStore table = new InMemoryConfigStore();
    private final AtomicInteger questions = new AtomicInteger();
    private final ConfigStore counted = new Counted();
    private final CachedConfigStore cached = new CachedConfigStore(counted, TTL, clock);

    @Test
    void platform_withinItsTime_isAskedForOnce() {
        cached.platform();
        clock.advance(TTL.minusMillis(1));
        cached.platform();

        assertEquals(1, questions.get());
    }

    @Test
    void platform_whenItsTimeIsOver_isNew() {
        cached.platform();
        table.apply(PlatformConfig.EMPTY, List.of());
        clock.advance(TTL.minusMillis(1));
        assertEquals(0, cached.platform().version());
        clock.advance(Duration.ofMillis(1));

        assertEquals(1, cached.platform().version());
    }

    @Test
    void tenant_madeLater_isSeenWhenTheTimeIsOver() {
        assertEquals(Optional.empty(), cached.tenant(Fixtures.ACME));
        table.apply(null, List.of(Fixtures.tenant(Fixtures.ACME)));
        assertEquals(Optional.empty(), cached.tenant(Fixtures.ACME));
        clock.advance(TTL);

        assertEquals(1, cached.tenant(Fixtures.ACME).orElseThrow().version());
    }

    @Test
    void platform_zeroTime_isAskedForEachTime() {
        var uncached = new CachedConfigStore(counted, Duration.ZERO, clock);
        uncached.platform();
        uncached.platform();

        assertEquals(2, questions.get());
    }

    @Test
    void platform_storeDownWithinGrace_isTheLastGood() {
        table.apply(PlatformConfig.EMPTY, List.of());
        cached.platform();
        table.setDown(true);
        clock.advance(TTL.plus(CachedConfigStore.GRACE).minusMillis(1));

        assertEquals(1, cached.platform().version());
    }

    @Test
    void platform_storeDownBeyondGrace_failsClosed() {
        cached.platform();
        table.setDown(true);
        clock.advance(TTL.plus(CachedConfigStore.GRACE));

        assertThrows(ConfigUnavailableException.class, cached::platform);
    }

    @Test
    void platform_storeDown_isAskedOnceASecond() {
        cached.platform();
        table.setDown(true);
        clock.advance(TTL);
        for (int i = 0; i < 5; i++) {
            cached.platform();
        }
        assertEquals(2, questions.get());
        clock.advance(SECOND);
        cached.platform();

        assertEquals(3, questions.get());
    }

    @Test
    void platform_storeDownFromTheStart_isAskedOnceASecond() {
        table.setDown(true);
        assertThrows(ConfigUnavailableException.class, cached::platform);
        assertThrows(ConfigUnavailableException.class, cached::platform);
        assertEquals(1, questions.get());
        table.setDown(false);
        clock.advance(SECOND);

        assertEquals(0, cached.platform().version());
    }

    @Test
    void tenant_manyTenants_keepsThoseLastAskedFor() {
        cached.tenant(Fixtures.ACME);
        for (int i = 0; i < CachedConfigStore.MOST_TENANTS; i++) {
            cached.tenant(new TenantId("tenant-" + i));
        }
        int before = questions.get();
        cached.tenant(new TenantId("tenant-" + (CachedConfigStore.MOST_TENANTS - 1)));
        assertEquals(before, questions.get());
        cached.tenant(Fixtures.ACME);

        assertEquals(before + 1, questions.get());
    }

    @Test
    void platform_manyCallersAtOnce_askOnce() throws Exception {
        var start = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<PlatformConfig>> callers =
                    IntStream.range(0, CALLERS)
                            .mapToObj(_ ->
                                    threads.submit(() -> {
                                        start.await();
                                        return cached.platform();
                                    }))
                            .toList();
            start.countDown();
            for (Future<PlatformConfig> caller : callers) {
                assertEquals(PlatformConfig.EMPTY, caller.get());
            }
        }

        assertEquals(1, questions.get());
    }

    private final class Counted implements ConfigStore {
        @Override
        public PlatformConfig platform() {
            questions.incrementAndGet();
            return table.platform();
        }

        @Override
        public Optional<TenantConfig> tenant(TenantId tenant) {
            questions.incrementAndGet();
            return table.tenant(tenant);
        }
    }
}
