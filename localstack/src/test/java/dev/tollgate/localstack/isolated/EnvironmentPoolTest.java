package dev.tollgate.localstack.isolated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the pool does when environments die at moments that no real process hits reliably.
final class EnvironmentPoolTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final BlockingQueue<Fake> started = new LinkedBlockingQueue<>();
    private final AtomicInteger pids = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void claim_oneIsReady_isThatOneWithoutAnother() throws Exception {
        var pool = pool(2);
        Environment first = claimed(pool);
        pool.ready(first);

        assertSame(first, pool.claim(LONG));
        assertTrue(started.isEmpty());
    }

    @Test
    void claim_theOnlyOneIsDyingAndNoneMayStart_waitsAndStartsAnother() throws Exception {
        var pool = pool(1);
        Fake dying = claimed(pool);
        dying.close();
        Future<Environment> waiting = threads.submit(() -> pool.claim(LONG));
        assertTrue(started.isEmpty(), "as many as allowed are still there");

        pool.gone(dying);

        Fake next = started();
        pool.ready(next);
        assertSame(next, waiting.get());
        assertEquals(List.of(next.pid()), pool.processes());
    }

    @Test
    void claim_anIdleOneHasDiedUnheard_isAnother() throws Exception {
        var pool = pool(2);
        Fake dead = claimed(pool);
        pool.ready(dead);
        dead.close();

        assertNotSame(dead, claimed(pool));
    }

    @Test
    void ready_heardAfterItsDeath_isNotHandedOut() throws Exception {
        var pool = pool(1);
        Fake dead = claimed(pool);
        pool.gone(dead);
        pool.ready(dead);

        assertNotSame(dead, claimed(pool));
    }

    @Test
    void claim_startFails_startsOnceMoreAndThenGivesUp() throws Exception {
        var pool = pool(2);
        Future<Environment> waiting = threads.submit(() -> pool.claim(LONG));

        pool.gone(started());
        assertFalse(waiting.isDone());
        pool.gone(started());

        var failed = assertThrows(ExecutionException.class, waiting::get);
        assertTrue(failed.getCause() instanceof IOException, failed::toString);
        assertTrue(started.isEmpty());
    }

    @Test
    void claim_allDieAtOnceAgainAndAgain_everyClaimIsServedAndNoneIsTooMany() throws Exception {
        var pool = pool(3);
        for (int round = 0; round < 5; round++) {
            Set<Environment> busy = new HashSet<>();
            for (int i = 0; i < 3; i++) {
                busy.add(claimed(pool));
            }
            assertEquals(3, busy.size());
            var waiting = new ArrayList<Future<Environment>>();
            for (int i = 0; i < 3; i++) {
                waiting.add(threads.submit(() -> pool.claim(LONG)));
            }
            busy.forEach(pool::gone);
            for (int i = 0; i < 3; i++) {
                pool.ready(started());
            }
            for (Future<Environment> served : waiting) {
                Environment environment = served.get();
                assertFalse(busy.contains(environment));
                pool.gone(environment);
            }
            assertEquals(List.of(), pool.processes());
        }
    }

    @Test
    void close_killsAllAndRefusesWhoWaits() throws Exception {
        var pool = pool(1);
        Fake busy = claimed(pool);
        Future<Environment> waiting = threads.submit(() -> pool.claim(LONG));

        pool.close();

        assertFalse(busy.isAlive());
        assertThrows(ExecutionException.class, waiting::get);
        assertThrows(IOException.class, () -> pool.claim(LONG));
    }

    private EnvironmentPool pool(int most) {
        return new EnvironmentPool(
                _ -> {
                    var environment = new Fake(pids.incrementAndGet());
                    started.add(environment);
                    return environment;
                },
                most);
    }

    /// Claims when none is idle: what starts becomes ready.
    private Fake claimed(EnvironmentPool pool) throws Exception {
        Future<Environment> claim = threads.submit(() -> pool.claim(LONG));
        Fake fresh = started();
        pool.ready(fresh);
        assertSame(fresh, claim.get());
        return fresh;
    }

    private Fake started() throws InterruptedException {
        Fake next = started.poll(30, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing was started");
        }
        return next;
    }

    /// An environment without a process.
    private static final class Fake implements Environment {
        private final int pid;
        private volatile boolean alive = true;

        Fake(int pid) {
            this.pid = pid;
        }

        @Override
        public void take(Call call) {
            throw new AssertionError("no calls here");
        }

        @Override
        public boolean isAlive() {
            return alive;
        }

        @Override
        public long pid() {
            return pid;
        }

        @Override
        public void close() {
            alive = false;
        }
    }
}
