package dev.tollgate.runtime.loop;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tollgate.core.config.LambdaVariable;
import dev.tollgate.core.config.Settings;
import dev.tollgate.runtime.ProxyFunction;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs one function, one invocation at a time. Asks for the next only when the function has
/// returned, which means that the call is settled: Lambda may freeze the process while it waits.
public final class RuntimeLoop {
    private static final Logger LOG = LoggerFactory.getLogger(RuntimeLoop.class);

    /// Where the X-Ray SDK and OpenTelemetry look for the caller's trace.
    private static final String TRACE = "com.amazonaws.xray.traceHeader";

    private final RuntimeApi api;
    private final RequestStreamHandler function;
    private final FunctionIdentity identity;
    private final Clock clock;

    RuntimeLoop(
            RuntimeApi api, RequestStreamHandler function, FunctionIdentity identity, Clock clock) {
        this.api = api;
        this.function = function;
        this.identity = identity;
        this.clock = clock;
    }

    /// The loop of the function and Runtime API that the settings name.
    ///
    /// @throws IllegalStateException naming the variable that is missing
    /// @throws IOException when there is no such host
    public static RuntimeLoop of(Settings settings, RequestStreamHandler function)
            throws IOException {
        return new RuntimeLoop(
                RuntimeApi.at(settings.required(LambdaVariable.RUNTIME_API)),
                function,
                FunctionIdentity.of(settings),
                Clock.systemUTC());
    }

    /// Serves for as long as the process is wanted.
    ///
    /// @throws IOException when the Runtime API has no more invocations
    public void run() throws IOException {
        while (true) {
            Event event = api.next();
            event.trace()
                    .ifPresentOrElse(
                            trace -> System.setProperty(TRACE, trace),
                            () -> System.clearProperty(TRACE));
            if (function instanceof ProxyFunction) {
                stream(event);
            } else {
                answer(event);
            }
        }
    }

    private void stream(Event event) {
        ResponseStream out = api.stream(event);
        try {
            call(event, out);
            out.finish();
        } catch (IOException | RuntimeException | Error e) {
            if (out.clientHasGone()) {
                LOG.info("the client has gone, request {}", event.id());
            } else {
                Failure failure = Failure.concealed(e, event.id());
                failed(event, e, () -> out.fail(failure) || sent(event, failure));
            }
            throwIfFatal(e);
        }
    }

    private void answer(Event event) {
        var out = new ByteArrayOutputStream();
        try {
            call(event, out);
            api.respond(event, out.toByteArray());
        } catch (IOException | RuntimeException | Error e) {
            failed(event, e, () -> sent(event, Failure.of(e)));
            throwIfFatal(e);
        }
    }

    private void call(Event event, OutputStream out) throws IOException {
        var context = new LoopContext(event, identity, clock);
        function.handleRequest(new ByteArrayInputStream(event.body()), out, context);
    }

    private boolean sent(Event event, Failure failure) throws IOException {
        api.fail(event, failure);
        return true;
    }

    private static void failed(Event event, Throwable cause, Report report) {
        // Functions log what they throw, as loud as it is; a refused credential is no defect.
        switch (cause) {
            case Error error -> LOG.error("request {} failed", event.id(), error);
            default -> LOG.info("request {} failed: {}", event.id(), cause.getClass().getName());
        }
        try {
            report.send();
        } catch (IOException e) {
            LOG.warn("the failure of request {} could not be reported", event.id(), e);
        }
    }

    /// A process whose memory is exhausted or whose classes are broken serves nobody well.
    private static void throwIfFatal(Throwable thrown) {
        boolean harmless = thrown instanceof StackOverflowError || thrown instanceof AssertionError;
        if (thrown instanceof Error fatal && !harmless) {
            throw fatal;
        }
    }

    @FunctionalInterface
    private interface Report {
        boolean send() throws IOException;
    }
}
