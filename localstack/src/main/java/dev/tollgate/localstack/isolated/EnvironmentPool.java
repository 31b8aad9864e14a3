package dev.tollgate.localstack.isolated;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The environments of one function: no more than allowed, started when they are needed, replaced
/// when they have died. Thread-safe.
final class EnvironmentPool implements AutoCloseable {
    /// As Lambda, which starts once more when a start has failed.
    private static final int STARTS = 2;

    /// One that has just answered asks for its next call in a moment, which is sooner than another
    /// one starts.
    private static final Duration MOMENT = Duration.ofMillis(50);

    private final Starter starter;
    private final int most;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /// The one used last comes first: the others may be unneeded.
    private final Deque<Environment> idle = new ArrayDeque<>();

    /// Those whose end has not been told yet.
    private final Set<Environment> there = new HashSet<>();

    /// Those of them that have never been ready, with whom they were started for.
    private final Map<Environment, Claim> starting = new HashMap<>();

    /// Claims that wait: as many environments start, if there may be as many.
    private int waiting;

    private boolean closed;

    /// @param most environments, 1 or more
    EnvironmentPool(Starter starter, int most) {
        this.starter = starter;
        this.most = most;
    }

    /// Starts one environment, which tells the pool by [#ready] and [#gone].
    @FunctionalInterface
    interface Starter {
        Environment start(EnvironmentPool pool) throws IOException;
    }

    /// An environment that waits for a call. It is the caller's until it is [#ready] again.
    ///
    /// @param patience for one to become ready
    /// @throws IOException when none starts, or none becomes ready in time
    Environment claim(Duration patience) throws IOException, InterruptedException {
        var claim = new Claim(System.nanoTime());
        lock.lockInterruptibly();
        waiting++;
        try {
            while (true) {
                idle.removeIf(environment -> !environment.isAlive());
                Environment free = idle.pollFirst();
                if (free != null) {
                    return free;
                }
                Duration left = patience.minus(claim.age());
                if (closed || left.isNegative() || claim.failures == STARTS) {
                    throw new IOException("no environment starts");
                }
                if (mayStart(claim)) {
                    start(claim);
                } else {
                    long nanos = (claim.isNew() ? MOMENT : left).toNanos();
                    boolean _ = changed.await(nanos, TimeUnit.NANOSECONDS);
                }
            }
        } finally {
            waiting--;
            lock.unlock();
        }
    }

    /// It waits for a call. What it asked before it died may be heard after; then nothing happens.
    void ready(Environment environment) {
        lock.lock();
        try {
            starting.remove(environment);
            if (there.contains(environment)) {
                idle.addFirst(environment);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Its process has ended.
    void gone(Environment environment) {
        lock.lock();
        try {
            there.remove(environment);
            Claim startedFor = starting.remove(environment);
            if (startedFor != null) {
                startedFor.failures++;
            }
            idle.remove(environment);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Process ids of the environments there are.
    List<Long> processes() {
        lock.lock();
        try {
            return there.stream().map(Environment::pid).toList();
        } finally {
            lock.unlock();
        }
    }

    /// Kills all; nobody gets another one.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            there.forEach(Environment::close);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean mayStart(Claim claim) {
        boolean mayBecomeFree = there.size() > starting.size();
        return starting.size() < waiting
                && there.size() < most
                && !(mayBecomeFree && claim.isNew());
    }

    private void start(Claim claim) throws IOException {
        Environment started = starter.start(this);
        there.add(started);
        starting.put(started, claim);
    }

    /// One wait for an environment; guarded by the lock.
    private static final class Claim {
        private final long begin;
        private int failures;

        Claim(long begin) {
            this.begin = begin;
        }

        boolean isNew() {
            return age().compareTo(MOMENT) < 0;
        }

        Duration age() {
            return Duration.ofNanos(System.nanoTime() - begin);
        }
    }
}
