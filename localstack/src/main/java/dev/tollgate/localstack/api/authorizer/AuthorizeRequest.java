package dev.tollgate.localstack.api.authorizer;

import dev.tollgate.localstack.api.contract.AuthorizerSpec;
import dev.tollgate.localstack.api.contract.RouteMatch;
import dev.tollgate.localstack.api.event.ApiRequest;
import dev.tollgate.localstack.api.event.EventWriter;
import dev.tollgate.localstack.api.event.Stage;
import dev.tollgate.localstack.api.invocation.FunctionRunner;
import dev.tollgate.localstack.api.invocation.Invocation;
import dev.tollgate.localstack.api.invocation.NamedFunction;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks a REQUEST authorizer as API Gateway does. Thread-safe.
///
/// With caching, a missing identity source is a 401 without a call. Two first callers with one
/// credential may both call.
public final class AuthorizeRequest {
    private static final Logger LOG = LoggerFactory.getLogger(AuthorizeRequest.class);

    /// The message by which an authorizer says 401.
    private static final String UNAUTHORIZED = "Unauthorized";

    /// The longest method ARN that API Gateway gives to an authorizer, in bytes.
    private static final int LONGEST_ARN = 1600;

    private final NamedFunction function;
    private final FunctionRunner runner;
    private final EventWriter events;
    private final Stage stage;
    private final Clock clock;
    private final AuthorizerCache cache;

    public AuthorizeRequest(
            NamedFunction function, FunctionRunner runner, Stage stage, Clock clock) {
        this.function = function;
        this.runner = runner;
        this.events = new EventWriter(stage);
        this.stage = stage;
        this.clock = clock;
        this.cache = new AuthorizerCache(clock);
    }

    /// Forgets every kept answer, as API Gateway's FlushStageAuthorizersCache does.
    public void flushCache() {
        cache.flush();
    }

    public Admission authorize(AuthorizerSpec spec, ApiRequest request, RouteMatch match) {
        String methodArn = stage.methodArn(request.method(), request.path());
        if (methodArn.getBytes(StandardCharsets.UTF_8).length > LONGEST_ARN) {
            return new Admission.TooLong();
        }
        if (!spec.caches()) {
            return asked(request, match, methodArn, _ -> {});
        }
        Optional<AuthorizerCache.Key> key = key(spec, request);
        if (key.isEmpty()) {
            return new Admission.Unauthorized();
        }
        return cache.find(key.get())
                .map(answer -> held(answer, methodArn))
                .orElseGet(() ->
                        asked(
                                request,
                                match,
                                methodArn,
                                answer ->
                                        cache.put(
                                                key.get(),
                                                answer,
                                                clock.instant().plus(spec.resultTtl()))));
    }

    /// Empty when an identity source is missing. Several values of one header are one identity.
    private static Optional<AuthorizerCache.Key> key(AuthorizerSpec spec, ApiRequest request) {
        var identity = new ArrayList<String>();
        for (String name : spec.identityHeaders()) {
            String value = String.join(",", request.header(name));
            if (value.isBlank()) {
                return Optional.empty();
            }
            identity.add(value);
        }
        return Optional.of(new AuthorizerCache.Key(spec.name(), identity));
    }

    private static Admission held(AuthorizerAnswer answer, String methodArn) {
        return answer.policy().allows(methodArn)
                ? new Admission.Allowed(answer.context())
                : new Admission.Denied(answer.context());
    }

    private Admission asked(
            ApiRequest request,
            RouteMatch match,
            String methodArn,
            Consumer<AuthorizerAnswer> remember) {
        var output = new ByteArrayOutputStream();
        byte[] event = events.authorizerEvent(request, match, methodArn);
        return switch (runner.run(function, event, output, () -> {})) {
            case Invocation.Returned() -> {
                Optional<AuthorizerAnswer> answer = AuthorizerAnswer.read(output.toByteArray());
                answer.ifPresent(remember);
                yield answer.map(policy -> held(policy, methodArn))
                        .orElseGet(Admission.Misconfigured::new);
            }
            case Invocation.Threw(Throwable cause) when UNAUTHORIZED.equals(cause.getMessage()) ->
                    new Admission.Unauthorized();
            case Invocation.Threw(Throwable cause) -> {
                LOG.error("authorizer failed, request {}", request.ids().request(), cause);
                yield new Admission.Failed();
            }
            case Invocation.TimedOut() -> new Admission.Failed();
        };
    }
}
