package dev.tollgate.llmproxy;

import dev.tollgate.core.call.Deadline;
import dev.tollgate.core.call.IdSource;
import dev.tollgate.core.error.Refused;
import dev.tollgate.core.ledger.Hold;
import dev.tollgate.core.principal.Principal;
import dev.tollgate.core.principal.PrincipalContext;
import dev.tollgate.llmproxy.dialect.Answer;
import dev.tollgate.llmproxy.dialect.CallIdentity;
import dev.tollgate.llmproxy.dialect.ClientCall;
import dev.tollgate.llmproxy.dialect.Dialect;
import dev.tollgate.llmproxy.dialect.RateLimits;
import dev.tollgate.llmproxy.provider.Exchange;
import dev.tollgate.runtime.CallTelemetry;
import dev.tollgate.runtime.Invocation;
import dev.tollgate.runtime.ProxyRequest;
import dev.tollgate.runtime.ProxyResponse;
import dev.tollgate.runtime.StreamingHandler;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The way of one call: authenticate, resolve the route, check entitlement, hold the money, call
/// the target, settle, record. What can refuse does so before the hold or before the first byte;
/// settling and recording happen once, whoever leaves.
@Singleton
final class LlmProxyHandler implements StreamingHandler {
    /// The longest a call may take, whatever the platform would allow: Lambda's own limit.
    private static final Duration LONGEST = Duration.ofMinutes(15);

    /// What the ledger's client takes at the most, and a little more.
    private static final Duration SETTLING = Duration.ofSeconds(5);

    private final IdSource ids;
    private final Clock clock;
    private final CallTelemetry telemetry;
    private final Steps steps;

    LlmProxyHandler(IdSource ids, Clock clock, CallTelemetry telemetry, Steps steps) {
        this.ids = ids;
        this.clock = clock;
        this.telemetry = telemetry;
        this.steps = steps;
    }

    /// What the way consists of.
    @Singleton
    record Steps(
            Dialects dialects,
            ListModels models,
            CheckEntitlement entitlement,
            Providers providers,
            HoldBudget budget,
            CallTarget target,
            SettleCall settlement) {}

    private record Held(
            ClientCall call, Hold hold, Entitled entitled, Exchange exchange, Deadline workUntil) {}

    @Override
    public void handle(ProxyRequest request, ProxyResponse response, Invocation invocation)
            throws IOException {
        Instant start = clock.instant();
        Optional<Dialect.Listing> listing = steps.models().asked(request);
        if (listing.isPresent()) {
            steps.models().answer(listing.get(), request, response);
            return;
        }
        Dialect dialect = steps.dialects().of(request.resource());
        Principal principal = PrincipalContext.decode(request.authorizer());
        Held held;
        try {
            held = hold(principal, dialect, request, invocation);
        } catch (Refused refusal) {
            Duration latency = Duration.between(start, clock.instant());
            telemetry.refused(principal, refusal.error(), request.requestId(), latency);
            dialect.refusal(refusal.error(), request.requestId()).send(response);
            return;
        }
        var answer =
                new Answer(
                        held.call().writer(),
                        error -> dialect.refusal(error, request.requestId()),
                        response);
        answer.head(dialect.limitHeaders(RateLimits.of(held.hold(), clock.instant())));
        try {
            call(held, answer, request.requestId());
        } catch (Refused refusal) {
            answer.refuse(refusal.error());
        }
    }

    private Held hold(
            Principal principal, Dialect dialect, ProxyRequest request, Invocation invocation) {
        ClientCall call = dialect.read(request);
        CallIdentity identity = CallIdentity.of(request, call.content(), ids);
        Entitled entitled =
                steps.entitlement().check(principal, dialect.family(), identity.alias());
        Exchange exchange = steps.providers().exchange(call, entitled.upstream());
        Deadline end = end(invocation);
        Hold hold = steps.budget().hold(entitled, identity, exchange.bound(), end);
        return new Held(call, hold, entitled, exchange, end.minus(reserve(end)));
    }

    private void call(Held held, Answer answer, String requestId) throws IOException {
        var meter = new Meter(held.exchange().bound());
        try {
            var provider = held.entitled().upstream().config();
            steps.target()
                    .call(
                            new CallTarget.Attempt(
                                    held.entitled().tenant().tenant(),
                                    held.exchange(),
                                    provider,
                                    held.workUntil(),
                                    meter,
                                    requestId),
                            answer);
        } finally {
            steps.settlement().settle(held.hold(), held.entitled().price(), meter, requestId);
        }
    }

    private Deadline end(Invocation invocation) {
        Deadline longest = Deadline.in(LONGEST, clock);
        return invocation.deadline().at().isBefore(longest.at()) ? invocation.deadline() : longest;
    }

    /// Time kept for settling and for the answer's end: a fifth of what there is, [#SETTLING] at
    /// the most.
    private Duration reserve(Deadline end) {
        Duration fifth = end.remaining(clock).dividedBy(5);
        return fifth.compareTo(SETTLING) < 0 ? fifth : SETTLING;
    }
}
