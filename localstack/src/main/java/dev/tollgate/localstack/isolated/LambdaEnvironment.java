package dev.tollgate.localstack.isolated;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One process of a function and the Runtime API it is served by; one call at a time. It ends when
/// it is closed, and by itself when its Runtime API goes, as it does with the stack's own process.
/// Thread-safe.
final class LambdaEnvironment implements Invocations, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LambdaEnvironment.class);

    private final Launch launch;
    private final Consumer<LambdaEnvironment> idle;
    private final BlockingQueue<Call> mailbox = new LinkedBlockingQueue<>();
    private final AtomicReference<@Nullable Call> running = new AtomicReference<>();
    private final RuntimeApiServer api;
    private final Process process;

    /// @param idle told each time it waits for a call
    LambdaEnvironment(Launch launch, Consumer<LambdaEnvironment> idle) throws IOException {
        this.launch = launch;
        this.idle = idle;
        this.api = RuntimeApiServer.start(this);
        try {
            this.process = launch.start(api.address());
        } catch (IOException e) {
            api.close();
            throw e;
        }
    }

    /// @param gone told once, when its process has ended
    void whenGone(Consumer<LambdaEnvironment> gone) {
        Thread.ofVirtual()
                .start(() -> {
                    int exit = process.onExit().join().exitValue();
                    gone.accept(this);
                    breakOff(running.get(), "the environment ended with " + exit);
                    api.close();
                });
    }

    /// Only when it is idle.
    void take(Call call) {
        running.set(call);
        mailbox.add(call);
        if (!process.isAlive()) {
            breakOff(call, "the environment ended before the call");
        }
    }

    long pid() {
        return process.pid();
    }

    @Override
    public Call next() throws InterruptedException {
        breakOff(running.getAndSet(null), "the function went on without an answer");
        idle.accept(this);
        return mailbox.take();
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

    /// Kills the process, whatever it does.
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
