package dev.tollgate.localstack.api.invocation;

import dev.tollgate.core.call.Deadline;
import dev.tollgate.core.call.IdSource;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Runs functions, each invocation in a thread of its own and within the function's time. Where
/// Lambda would freeze or end the environment, the thread is interrupted. Thread-safe.
public final class FunctionRunner {
    private final ExecutorService executor;
    private final Duration timeout;
    private final Clock clock;
    private final IdSource ids;

    public FunctionRunner(ExecutorService executor, Duration timeout, Clock clock, IdSource ids) {
        this.executor = executor;
        this.timeout = timeout;
        this.clock = clock;
        this.ids = ids;
    }

    /// Returns when the function has, or when its time is up.
    ///
    /// @param beforeInterrupt runs when the time is up, before the function can notice
    public Invocation run(
            NamedFunction function, byte[] event, OutputStream output, Runnable beforeInterrupt) {
        var context = new LocalContext(ids.next(), function, Deadline.in(timeout, clock), clock);
        Future<?> running =
                executor.submit(() -> {
                    function.handler()
                            .handleRequest(new ByteArrayInputStream(event), output, context);
                    return null;
                });
        try {
            running.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return new Invocation.Returned();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            return new Invocation.Threw(cause == null ? e : cause);
        } catch (TimeoutException e) {
            beforeInterrupt.run();
            running.cancel(true);
            return new Invocation.TimedOut();
        } catch (InterruptedException e) {
            running.cancel(true);
            Thread.currentThread().interrupt();
            return new Invocation.Threw(e);
        }
    }
}
