package dev.tollgate.localstack.api;

import dev.tollgate.localstack.api.authorizer.Admission;
import dev.tollgate.localstack.api.authorizer.AuthorizeRequest;
import dev.tollgate.localstack.api.contract.Contract;
import dev.tollgate.localstack.api.contract.GatewayResponseType;
import dev.tollgate.localstack.api.contract.Integration;
import dev.tollgate.localstack.api.contract.RouteMatch;
import dev.tollgate.localstack.api.contract.Router;
import dev.tollgate.localstack.api.event.ApiRequest;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves one request in API Gateway's order: limits of size → route → authorizer → integration.
final class GatewayHandler extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayHandler.class);

    private final boolean throttled;
    private final Contract contract;
    private final Router router;
    private final RequestReader reader;
    private final AuthorizeRequest authorizer;
    private final CallFunction functions;

    GatewayHandler(
            boolean throttled,
            Contract contract,
            RequestReader reader,
            AuthorizeRequest authorizer,
            CallFunction functions) {
        this.throttled = throttled;
        this.contract = contract;
        this.router = new Router(contract.routes());
        this.reader = reader;
        this.authorizer = authorizer;
        this.functions = functions;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        var exchange =
                new Exchange(
                        request,
                        response,
                        callback,
                        reader.identify(request),
                        contract.gatewayResponses());
        try {
            switch (reader.read(request, exchange.ids())) {
                case RequestReader.Reading.Complete(ApiRequest complete) ->
                        route(exchange, complete);
                case RequestReader.Reading.Refused(GatewayResponseType type) ->
                        exchange.refuse(type);
            }
        } catch (IOException e) {
            exchange.abort(e);
        } catch (RuntimeException e) {
            LOG.error("the gateway failed, request {}", exchange.ids().request(), e);
            exchange.abort(e);
        }
        return true;
    }

    private void route(Exchange exchange, ApiRequest request) {
        Optional<RouteMatch> match = router.match(request.method(), request.path());
        if (match.isEmpty()) {
            exchange.refuse(GatewayResponseType.MISSING_AUTHENTICATION_TOKEN);
        } else if (throttled) {
            exchange.refuse(GatewayResponseType.THROTTLED);
        } else {
            admit(exchange, request, match.get());
        }
    }

    private void admit(Exchange exchange, ApiRequest request, RouteMatch match) {
        switch (admission(request, match)) {
            case Admission.Allowed(Map<String, String> context) ->
                    integrate(exchange, request, new CallFunction.Admitted(match, context));
            case Admission.Denied(Map<String, String> context) ->
                    exchange.refuse(GatewayResponseType.ACCESS_DENIED, context);
            case Admission.Unauthorized() -> exchange.refuse(GatewayResponseType.UNAUTHORIZED);
            case Admission.Failed() -> exchange.refuse(GatewayResponseType.AUTHORIZER_FAILURE);
            case Admission.Misconfigured() ->
                    exchange.refuse(GatewayResponseType.AUTHORIZER_CONFIGURATION_ERROR);
            case Admission.TooLong() -> exchange.refuse(GatewayResponseType.URI_TOO_LONG);
        }
    }

    private Admission admission(ApiRequest request, RouteMatch match) {
        return match.route()
                .authorizer()
                .map(spec -> authorizer.authorize(spec, request, match))
                .orElseGet(() -> new Admission.Allowed(Map.of()));
    }

    private void integrate(Exchange exchange, ApiRequest request, CallFunction.Admitted admitted) {
        switch (admitted.match().route().integration()) {
            case Integration.Mock mock -> exchange.answer(mock);
            case Integration.Function(String name) ->
                    functions.call(name, exchange, request, admitted);
        }
    }
}
