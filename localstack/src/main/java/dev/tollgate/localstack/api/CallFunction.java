package dev.tollgate.localstack.api;

import dev.tollgate.localstack.api.contract.GatewayResponseType;
import dev.tollgate.localstack.api.contract.RouteMatch;
import dev.tollgate.localstack.api.event.ApiRequest;
import dev.tollgate.localstack.api.event.EventWriter;
import dev.tollgate.localstack.api.event.Stage;
import dev.tollgate.localstack.api.invocation.FunctionRunner;
import dev.tollgate.localstack.api.invocation.Invocation;
import dev.tollgate.localstack.api.invocation.NamedFunction;
import java.io.IOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Calls the function behind a route with the proxy event and streams its answer. Thread-safe.
///
/// While nothing has left, a function that fails is a 502 and one that takes too long a 504;
/// afterwards the connection (HTTP/1.1) or the stream (HTTP/2) is broken off.
final class CallFunction {
    private static final Logger LOG = LoggerFactory.getLogger(CallFunction.class);

    /// What Lambda takes for a synchronous invocation.
    private static final int MOST_EVENT_BYTES = 6 * 1024 * 1024;

    private final Map<String, NamedFunction> functions;
    private final FunctionRunner runner;
    private final EventWriter events;

    CallFunction(Map<String, NamedFunction> functions, FunctionRunner runner, Stage stage) {
        this.functions = Map.copyOf(functions);
        this.runner = runner;
        this.events = new EventWriter(stage);
    }

    /// @param name one of the contract's functions
    void call(String name, Exchange exchange, ApiRequest request, Admitted admitted) {
        byte[] event = events.proxyEvent(request, admitted.match(), admitted.authorizer());
        if (event.length > MOST_EVENT_BYTES) {
            exchange.refuse(GatewayResponseType.REQUEST_TOO_LARGE);
            return;
        }
        NamedFunction function = functions.get(name);
        if (function == null) {
            throw new IllegalStateException("no function " + name);
        }
        var answer = new StreamedAnswer(exchange);
        switch (runner.run(function, event, answer, answer::cut)) {
            case Invocation.Returned() -> {
                if (!answer.finish()) {
                    LOG.error("{} gave no prelude, request {}", name, exchange.ids().request());
                    exchange.refuse(GatewayResponseType.INTEGRATION_FAILURE);
                }
            }
            case Invocation.Threw(Throwable cause) -> {
                if (answer.clientHasGone()) {
                    LOG.info("{}: client gone, request {}", name, exchange.ids().request());
                } else {
                    LOG.error("{} failed, request {}", name, exchange.ids().request(), cause);
                }
                end(exchange, answer, GatewayResponseType.INTEGRATION_FAILURE, cause);
            }
            case Invocation.TimedOut() -> {
                LOG.error("{} ran out of time, request {}", name, exchange.ids().request());
                end(
                        exchange,
                        answer,
                        GatewayResponseType.INTEGRATION_TIMEOUT,
                        new IOException("the function ran out of time"));
            }
        }
    }

    /// A route and the context that its authorizer gave; empty without one.
    record Admitted(RouteMatch match, Map<String, String> authorizer) {}

    private static void end(
            Exchange exchange, StreamedAnswer answer, GatewayResponseType type, Throwable cause) {
        if (answer.cut()) {
            exchange.abort(cause);
        } else {
            exchange.refuse(type);
        }
    }
}
