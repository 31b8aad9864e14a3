package dev.tollgate.llmproxy;

import dev.tollgate.core.call.Deadline;
import dev.tollgate.core.call.Outcome;
import dev.tollgate.core.config.FailureClass;
import dev.tollgate.core.config.Patience;
import dev.tollgate.core.config.ProviderConfig;
import dev.tollgate.core.error.GatewayError;
import dev.tollgate.core.error.Refused;
import dev.tollgate.core.tenant.TenantId;
import dev.tollgate.llmproxy.dialect.Answer;
import dev.tollgate.llmproxy.provider.BrokenAnswerException;
import dev.tollgate.llmproxy.provider.Exchange;
import dev.tollgate.llmproxy.provider.UpstreamErrors;
import dev.tollgate.llmproxy.routing.Failure;
import dev.tollgate.llmproxy.routing.FailureClasses;
import dev.tollgate.llmproxy.upstream.UpstreamAnswer;
import dev.tollgate.llmproxy.upstream.UpstreamClient;
import dev.tollgate.llmproxy.upstream.UpstreamException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/// Makes one attempt at a target and passes its answer on as it comes. Whatever happens, the meter
/// knows how it ended and what it took.
@Singleton
final class CallTarget {
    private static final Logger LOG = LoggerFactory.getLogger(CallTarget.class);

    private final UpstreamClient client;
    private final Clock clock;

    CallTarget(UpstreamClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /// One attempt.
    ///
    /// @param tenant whose call it is
    /// @param patience how long it is waited for, within the deadline
    /// @param streamed whether the client gets the answer piece by piece
    /// @param deadline by which the answer must have come
    /// @param requestId the gateway's, for the log
    record Attempt(
            TenantId tenant,
            Exchange exchange,
            ProviderConfig provider,
            Patience patience,
            boolean streamed,
            Deadline deadline,
            Meter meter,
            String requestId) {}

    /// @return why the answer did not come, or not to its end; empty when it did
    /// @throws IOException when the client has gone
    Optional<Failure> call(Attempt attempt, Answer answer) throws IOException {
        var waits = new Waits(attempt.patience(), attempt.streamed(), attempt.deadline(), clock);
        var relay = new Relay(attempt, answer, waits, clock);
        try (UpstreamAnswer upstream =
                client.send(
                        attempt.tenant(),
                        attempt.provider(),
                        attempt.exchange().request(),
                        waits.first())) {
            if (!upstream.head().successful()) {
                attempt.meter().end(Outcome.FAILED);
                return Optional.of(complaint(attempt, upstream));
            }
            relay.all(upstream);
            return Optional.empty();
        } catch (UpstreamException e) {
            told(Level.WARN, attempt, e).addKeyValue("kind", e.kind()).log("an upstream failed");
            relay.throwIfClientGone();
            return Optional.of(broken(e.kind(), attempt.meter()));
        } catch (Refused refusal) {
            return Optional.of(failure(refusal.error(), attempt.meter()));
        } catch (BrokenAnswerException
                | RuntimeException
                | StackOverflowError
                | OutOfMemoryError e) {
            // A defect of ours counts as one of the answer: a 5xx would be sent again and paid
            // again.
            told(e instanceof BrokenAnswerException ? Level.WARN : Level.ERROR, attempt, e)
                    .log("an upstream's answer could not be passed on");
            relay.throwIfClientGone();
            attempt.meter().end(Outcome.CUT);
            return Optional.of(
                    failure(
                            new GatewayError.UpstreamCut(
                                    "the model's answer was broken; it may have been charged, see"
                                            + " the call's line before you try again"),
                            attempt.meter()));
        }
    }

    private static LoggingEventBuilder told(Level level, Attempt attempt, Throwable cause) {
        return LOG.atLevel(level)
                .addKeyValue("requestId", attempt.requestId())
                .addKeyValue("provider", attempt.provider().id())
                .setCause(cause);
    }

    private static Failure complaint(Attempt attempt, UpstreamAnswer upstream) {
        byte[] body = upstream.errorBody(attempt.deadline());
        String complaint = attempt.exchange().reader().complaint(body);
        String all = new String(body, StandardCharsets.UTF_8);
        GatewayError error = UpstreamErrors.of(upstream.head(), complaint, all);
        return new Failure(error, FailureClasses.of(upstream.head(), error).orElse(null), true);
    }

    private static Failure failure(GatewayError error, Meter meter) {
        return new Failure(
                error, FailureClasses.of(error).orElse(null), meter.outcome() == Outcome.FAILED);
    }

    private static Failure broken(UpstreamException.Kind kind, Meter meter) {
        GatewayError error = error(kind, meter);
        return switch (kind) {
            case NOT_SENT, NOT_SET_UP, NOT_SIGNED -> new Failure(error, FailureClass.CONNECT, true);
            case BROKEN, LATE -> failure(error, meter);
        };
    }

    private static GatewayError error(UpstreamException.Kind kind, Meter meter) {
        return switch (kind) {
            case NOT_SENT -> {
                meter.end(Outcome.FAILED);
                yield new GatewayError.UpstreamFailed(
                        "the model's upstream cannot be reached, or no time was left for it;"
                                + " nothing was charged, try again");
            }
            case NOT_SET_UP -> {
                meter.end(Outcome.FAILED);
                yield new GatewayError.UpstreamRejected(
                        "the gateway cannot call the model's upstream as it is configured; nothing"
                                + " was charged, tell the platform team");
            }
            case NOT_SIGNED -> {
                meter.end(Outcome.FAILED);
                yield Unavailable.session();
            }
            case BROKEN ->
                    new GatewayError.UpstreamCut(
                            "the model's upstream broke off; it was charged as far as it went, or"
                                    + " as it may have gone, so try again only if that is worth it");
            case LATE ->
                    new GatewayError.UpstreamTimeout(
                            "the model took longer than it may; it was charged as it may have"
                                    + " worked: lower maxTokens, or stream the answer");
        };
    }
}
