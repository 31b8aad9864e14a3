package dev.tollgate.llmproxy;

import dev.tollgate.core.call.IdSource;
import dev.tollgate.core.error.GatewayError;
import dev.tollgate.core.error.Refused;
import dev.tollgate.core.ledger.Hold;
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
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

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
                steps.route().attempts(call, hold -> answer(asked, call, response, hold));
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

    /// The answer to one attempt: what it has been held for says what the caller's rates leave.
    private Answer answer(
            Asked asked, RoutedCall call, ProxyResponse response, Optional<Hold> hold) {
        Function<GatewayError, ErrorAnswer> refusal =
                error -> asked.refusal(error).with(CALL, call.id());
        var answer = new Answer(call.client().writer(), refusal, response);
        answer.head(Map.of(CALL, call.id()));
        hold.ifPresent(held -> answer.head(limits(asked, held)));
        return answer;
    }

    private Map<String, String> limits(Asked asked, Hold hold) {
        return asked.dialect().limitHeaders(RateLimits.of(hold, clock.instant()));
    }

    private void tell(Asked asked, GatewayError error) {
        telemetry.refused(asked.principal(), error, asked.request().requestId(), since(asked.at()));
    }

    private Duration since(Instant start) {
        return Duration.between(start, clock.instant());
    }
}
