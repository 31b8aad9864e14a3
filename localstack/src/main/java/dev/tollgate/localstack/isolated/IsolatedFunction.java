package dev.tollgate.localstack.isolated;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A function whose calls run in processes of its own, through the Runtime API: one call at a time
/// each, no more processes than allowed. A further call waits, where Lambda would start one more
/// environment, and is refused after [#PATIENCE_SECONDS]. Thread-safe.
///
/// A call that is interrupted, because its time is up, costs its environment its life, as in
/// Lambda; one whose environment dies ends with an `IOException`.
public final class IsolatedFunction implements RequestStreamHandler, AutoCloseable {
    private static final int PATIENCE_SECONDS = 120;
    private static final int START_SECONDS = 60;
    private static final int MOMENT_MILLIS = 50;

    private final Launch launch;
    private final int most;
    private final Clock clock;

    /// Who came first is served first.
    private final Semaphore turns;

    /// The one used last comes first: the others may be unneeded.
    private final BlockingDeque<LambdaEnvironment> idle = new LinkedBlockingDeque<>();

    private final Set<LambdaEnvironment> alive = ConcurrentHashMap.newKeySet();
    private boolean closed;

    private IsolatedFunction(Launch launch, int most, Clock clock) {
        this.launch = launch;
        this.most = most;
        this.clock = clock;
        this.turns = new Semaphore(most, true);
    }

    /// Starts one environment and returns when it waits for calls; the others start when they are
    /// needed.
    ///
    /// @param most environments, 1 or more
    /// @throws IOException when it does not start; the message names the log
    public static IsolatedFunction start(Launch launch, int most, Clock clock) throws IOException {
        var function = new IsolatedFunction(launch, most, clock);
        try {
            function.idle.addFirst(function.environment());
            return function;
        } catch (IOException e) {
            function.close();
            throw e;
        }
    }

    @Override
    public void handleRequest(InputStream event, OutputStream out, Context context)
            throws IOException {
        Call call = Call.of(event.readAllBytes(), out, context, clock);
        awaitTurn();
        Ending ending;
        try {
            ending = run(call, environment());
        } finally {
            turns.release();
        }
        switch (ending) {
            case Ending.Answered() -> {}
            case Ending.Failed(String message) -> throw new FunctionFailedException(message);
            case Ending.BrokenOff(IOException why) -> throw why;
        }
    }

    private static Ending run(Call call, LambdaEnvironment environment) throws IOException {
        environment.take(call);
        try {
            return call.await();
        } catch (InterruptedException e) {
            environment.close();
            throw interrupted(e);
        }
    }

    /// Process ids of the environments there are.
    public List<Long> processes() {
        return alive.stream().map(LambdaEnvironment::pid).toList();
    }

    @Override
    public synchronized void close() {
        closed = true;
        alive.forEach(LambdaEnvironment::close);
    }

    private void awaitTurn() throws IOException {
        try {
            if (!turns.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException(
                        "throttled: all environments of " + launch.name() + " are busy");
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private LambdaEnvironment environment() throws IOException {
        LambdaEnvironment free = soon();
        if (free == null) {
            startAnother();
            free = await();
        }
        if (free == null) {
            throw new IOException(launch.name() + " does not start: see " + launch.log());
        }
        return free;
    }

    /// One that has just answered asks for its next call in a moment, which is sooner than another
    /// one starts.
    private @Nullable LambdaEnvironment soon() throws IOException {
        try {
            return idle.pollFirst(MOMENT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /// Null when none becomes ready in time, or none lives that could.
    private @Nullable LambdaEnvironment await() throws IOException {
        try {
            LambdaEnvironment free = null;
            for (int waited = 0; free == null && waited < START_SECONDS; waited++) {
                if (alive.isEmpty()) {
                    break;
                }
                free = idle.pollFirst(1, TimeUnit.SECONDS);
            }
            return free;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private synchronized void startAnother() throws IOException {
        if (closed || alive.size() >= most) {
            return;
        }
        var environment = new LambdaEnvironment(launch, idle::addFirst);
        alive.add(environment);
        environment.whenGone(gone -> {
            alive.remove(gone);
            idle.remove(gone);
        });
    }

    private static InterruptedIOException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        var interrupted = new InterruptedIOException("interrupted");
        interrupted.initCause(cause);
        return interrupted;
    }
}
