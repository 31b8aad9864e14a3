package dev.tollgate.localstack.isolated;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One process of a function and the Runtime API it is served by; one call at a time. It ends when
/// it is closed, and by itself when its Runtime API goes, as it does with the stack's own process.
/// Thread-safe.
final class LambdaEnvironment implements Environment, Invocations {
    private static final Logger LOG = LoggerFactory.getLogger(LambdaEnvironment.class);

    private final Launch launch;
    private final EnvironmentPool pool;

    /// Calls to hand out; empty for none any more.
    private final BlockingQueue<Optional<Call>> mailbox = new LinkedBlockingQueue<>();

    private final AtomicReference<@Nullable Call> running = new AtomicReference<>();
    private final RuntimeApiServer api;
    private final Process process;

    private LambdaEnvironment(Launch launch, EnvironmentPool pool) throws IOException {
        this.launch = launch;
        this.pool = pool;
        this.api = RuntimeApiServer.start(this);
        try {
            this.process = launch.start(api.address());
        } catch (IOException e) {
            api.close();
            throw e;
        }
    }

    /// @param pool told each time it waits for a call, and when its process has ended
    static LambdaEnvironment start(Launch launch, EnvironmentPool pool) throws IOException {
        var environment = new LambdaEnvironment(launch, pool);
        Thread.ofVirtual().start(environment::awaitEnd);
        return environment;
    }

    /// The pool learns it before the call does: whoever sees a call end finds no dead process.
    private void awaitEnd() {
        int exit = process.onExit().join().exitValue();
        pool.gone(this);
        breakOff(running.get(), "the environment ended with " + exit);
        mailbox.add(Optional.empty());
        api.close();
    }

    @Override
    public void take(Call call) {
        running.set(call);
        mailbox.add(Optional.of(call));
        if (!process.isAlive()) {
            breakOff(call, "the environment ended before the call");
        }
    }

    @Override
    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public Call next() throws IOException, InterruptedException {
        breakOff(running.getAndSet(null), "the function went on without an answer");
        pool.ready(this);
        return mailbox.take()
                .orElseThrow(() -> new InterruptedIOException("the environment has ended"));
    }

    @Override
    public Optional<Call> running(String id) {
        return Optional.ofNullable(running.get()).filter(call -> call.id().equals(id));
    }

    /// At once: no snapshot is taken here.
    @Override
    public void awaitRestore() {}

    @Override
    public void startFailed(String why) {
        LOG.error("{} does not start: {}; see {}", launch.name(), why, launch.log());
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /// Changes nothing for a call that has ended.
    private static void breakOff(@Nullable Call call, String why) {
        if (call != null) {
            call.breakOff(why);
        }
    }
}
