package dev.tollgate.runtime;

import com.amazonaws.services.lambda.runtime.Context;
import dev.tollgate.core.call.Deadline;
import dev.tollgate.core.config.Settings;
import dev.tollgate.core.principal.CredentialHeaders;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes a Lambda function of a [StreamingHandler] bean: event in, prelude and body out.
///
/// What the handler throws before the prelude becomes a generic 500 that names the request id; the
/// cause goes to the log. After it the exception leaves the function, so that the platform breaks
/// the stream: a broken answer never looks like a whole one. Thread-safe.
public final class StreamingFunction implements ProxyFunction {
    private static final Logger LOG = LoggerFactory.getLogger(StreamingFunction.class);

    /// Refused here too: from its cache API Gateway answers by the one header it keeps policies
    /// under, without the authorizer.
    private static final ErrorAnswer TWO_CREDENTIALS =
            new ErrorAnswer(
                    401,
                    "AccessDeniedException",
                    "authentication_error",
                    "two_credentials",
                    "The request has two credentials. Send one: Authorization, or x-api-key, or"
                            + " api-key.");

    private final ApplicationContext context;
    private final StreamingHandler handler;
    private final Clock clock;

    private StreamingFunction(ApplicationContext context) {
        this.context = context;
        this.handler = context.getBean(StreamingHandler.class);
        this.clock = context.getBean(Clock.class);
    }

    /// Starts the function's beans, see [FunctionContext]; one of them is its [StreamingHandler].
    ///
    /// @param function the class that Lambda calls
    public static StreamingFunction start(Settings settings, Class<?> function) {
        return new StreamingFunction(FunctionContext.start(settings, function));
    }

    @Override
    public void handleRequest(InputStream event, OutputStream out, Context lambda)
            throws IOException {
        var response = new StreamedResponse(out);
        String requestId = lambda.getAwsRequestId();
        try {
            ProxyRequest request = ProxyEvent.read(event);
            requestId = request.requestId();
            if (CredentialHeaders.credentials(request.headers()).size() > 1) {
                TWO_CREDENTIALS.send(response);
            } else {
                handler.handle(request, response, invocation(lambda));
            }
            if (!response.started()) {
                throw new IllegalStateException("the handler answered nothing");
            }
        } catch (IOException | RuntimeException | StackOverflowError e) {
            report(e, requestId, response.started());
            if (response.started()) {
                throw e;
            }
            ErrorAnswer.internal(requestId).send(response);
        }
        out.close();
    }

    private Invocation invocation(Context lambda) {
        Duration remaining = Duration.ofMillis(Math.max(0, lambda.getRemainingTimeInMillis()));
        return new Invocation(lambda.getAwsRequestId(), Deadline.in(remaining, clock));
    }

    /// A client that leaves is no failure: operators must not be called for it.
    private static void report(Throwable cause, String requestId, boolean started) {
        if (started && cause instanceof IOException) {
            LOG.atInfo().addKeyValue("requestId", requestId).log("the client has gone");
            return;
        }
        LOG.atError()
                .addKeyValue("requestId", requestId)
                .addKeyValue("started", started)
                .setCause(cause)
                .log("the request failed");
    }

    @Override
    public void close() {
        context.close();
    }
}
