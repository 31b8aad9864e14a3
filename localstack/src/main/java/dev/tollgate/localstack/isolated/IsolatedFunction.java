package dev.tollgate.localstack.isolated;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// A function whose calls run in processes of its own, through the Runtime API: one call at a time
/// each, no more processes than allowed. A further call waits, where Lambda would start one more
/// environment, and is refused after [#PATIENCE]. Thread-safe.
///
/// A call that is interrupted, because its time is up, costs its environment its life, as in
/// Lambda; one whose environment dies ends with an `IOException`.
public final class IsolatedFunction implements RequestStreamHandler, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration START = Duration.ofMinutes(1);

    private final Launch launch;
    private final EnvironmentPool environments;
    private final Clock clock;

    /// Who came first is served first.
    private final Semaphore turns;

    private IsolatedFunction(Launch launch, int most, Clock clock) {
        this.launch = launch;
        this.environments =
                new EnvironmentPool(pool -> LambdaEnvironment.start(launch, pool), most);
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
            function.environments.ready(function.claim());
            return function;
        } catch (IOException e) {
            function.close();
            throw e;
        } catch (InterruptedException e) {
            function.close();
            throw interrupted(e);
        }
    }

    @Override
    public void handleRequest(InputStream event, OutputStream out, Context context)
            throws IOException {
        Call call = Call.of(event.readAllBytes(), out, context, clock);
        switch (ending(call)) {
            case Ending.Answered() -> {}
            case Ending.Failed(String message) -> throw new FunctionFailedException(message);
            case Ending.BrokenOff(IOException why) -> throw why;
        }
    }

    private Ending ending(Call call) throws IOException {
        try {
            if (!turns.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException(
                        "throttled: all environments of " + launch.name() + " are busy");
            }
            try {
                return run(call, claim());
            } finally {
                turns.release();
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static Ending run(Call call, Environment environment) throws InterruptedException {
        environment.take(call);
        try {
            return call.await();
        } catch (InterruptedException e) {
            environment.close();
            throw e;
        }
    }

    private Environment claim() throws IOException, InterruptedException {
        try {
            return environments.claim(START);
        } catch (IOException e) {
            throw new IOException(launch.name() + " does not start: see " + launch.log(), e);
        }
    }

    /// Process ids of the environments there are.
    public List<Long> processes() {
        return environments.processes();
    }

    @Override
    public void close() {
        environments.close();
    }

    private static InterruptedIOException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        var interrupted = new InterruptedIOException("interrupted");
        interrupted.initCause(cause);
        return interrupted;
    }
}
