package dev.tollgate.llmproxy;

import dev.tollgate.core.call.IdSource;
import dev.tollgate.core.error.GatewayError;
import dev.tollgate.core.error.Refused;
import dev.tollgate.core.ledger.Remaining;
import dev.tollgate.core.principal.Principal;
import dev.tollgate.core.principal.PrincipalContext;
import dev.tollgate.llmproxy.dialect.Answer;
import dev.tollgate.llmproxy.dialect.CallIdentity;
import dev.tollgate.llmproxy.dialect.ClientCall;
import dev.tollgate.llmproxy.dialect.Dialect;
import dev.tollgate.llmproxy.dialect.ErrorAnswer;
import dev.tollgate.llmproxy.dialect.RateLimits;
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
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// The way of one call: authenticate, resolve the route, check entitlement; then, target after
/// target, hold the money, call, settle; record. What can refuse does so before the hold or before
/// the first byte; every attempt is settled and the call recorded once, whoever leaves.
@Singleton
final class LlmProxyHandler implements StreamingHandler {
    /// The header that tells a client its call's id: what a trace is asked by.
    private static final String CALL = "x-tollgate-call";

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
            Dialects dialects, ListModels models, CheckEntitlement entitlement, CallRoute route) {}

    /// A request, and whose it is.
    private record Asked(ProxyRequest request, Dialect dialect, Principal principal, Instant at) {
        ErrorAnswer refusal(GatewayError error) {
            return dialect.refusal(error, request.requestId());
        }
    }

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
        var asked = new Asked(request, dialect, principal, start);
        RoutedCall call;
        try {
            call = routed(asked, invocation);
        } catch (Refused refusal) {
            tell(asked, refusal.error());
            asked.refusal(refusal.error()).send(response);
            return;
        }
        make(asked, call, response);
    }

    private RoutedCall routed(Asked asked, Invocation invocation) {
        ProxyRequest request = asked.request();
        ClientCall call = asked.dialect().read(request);
        CallIdentity identity = CallIdentity.of(request, call.content(), ids);
        Entitled entitled =
                steps.entitlement()
                        .check(asked.principal(), asked.dialect().family(), identity.alias());
        CallTime time = CallTime.of(request, invocation, clock);
        return new RoutedCall(call, identity, entitled, time, request.requestId());
    }

    private void make(Asked asked, RoutedCall call, ProxyResponse response) throws IOException {
        Attempts attempts =
                steps.route().attempts(call, left -> answer(asked, call, response, left));
        try {
            attempts.make();
        } catch (Refused refusal) {
            if (attempts.line().isEmpty()) {
                tell(asked, refusal.error());
            }
            attempts.refuse(refusal.error());
        } finally {
            attempts.line().ifPresent(line -> telemetry.record(line, since(asked.at())));
        }
    }

    /// The answer to one attempt, which says what the caller's rates leave, a refusal too.
    ///
    /// @param left as the ledger said with the hold, or with its refusal
    private Answer answer(
            Asked asked, RoutedCall call, ProxyResponse response, List<Remaining> left) {
        var limits = new RateLimits(left, clock.instant());
        var head = new TreeMap<>(asked.dialect().limitHeaders(limits));
        head.put(CALL, call.id());
        var answer =
                new Answer(
                        call.client().writer(), error -> asked.refusal(error).with(head), response);
        answer.head(head);
        return answer;
    }

    private void tell(Asked asked, GatewayError error) {
        telemetry.refused(asked.principal(), error, asked.request().requestId(), since(asked.at()));
    }

    private Duration since(Instant start) {
        return Duration.between(start, clock.instant());
    }
}
