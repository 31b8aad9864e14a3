package dev.tollgate.control;

import dev.tollgate.core.config.ConfigUnavailableException;
import dev.tollgate.core.ledger.LedgerUnavailableException;
import dev.tollgate.core.principal.Principal;
import dev.tollgate.core.principal.PrincipalContext;
import dev.tollgate.core.principal.RouteFamily;
import dev.tollgate.core.tenant.TenantSessionUnavailableException;
import dev.tollgate.runtime.ErrorAnswer;
import dev.tollgate.runtime.Invocation;
import dev.tollgate.runtime.ProxyRequest;
import dev.tollgate.runtime.ProxyResponse;
import dev.tollgate.runtime.StreamingHandler;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers what a caller asks about itself: checks that its credential may ask, and says what went
/// wrong.
@Singleton
public final class SelfServiceHandler implements StreamingHandler {
    private static final Logger LOG = LoggerFactory.getLogger(SelfServiceHandler.class);

    private final Map<String, SelfService> services;

    /// @param services of which no two answer the same route
    public SelfServiceHandler(List<SelfService> services) {
        this.services =
                services.stream()
                        .collect(Collectors.toMap(SelfService::resource, Function.identity()));
    }

    @Override
    public void handle(ProxyRequest request, ProxyResponse response, Invocation invocation)
            throws IOException {
        Principal principal = PrincipalContext.decode(request.authorizer());
        switch (reply(principal, request)) {
            case SelfService.Reply.Found(byte[] json) -> {
                Map<String, String> headers = Map.of("Content-Type", "application/json");
                try (var body = response.start(200, headers)) {
                    body.write(json);
                }
            }
            case SelfService.Reply.Not(ErrorAnswer answer) -> answer.send(response);
        }
    }

    private SelfService.Reply reply(Principal principal, ProxyRequest request) {
        if (!principal.scope().allowsRoute(RouteFamily.SELF_SERVICE)) {
            return SelfService.forbidden("this credential may not use self-service routes");
        }
        SelfService service = services.get(request.resource());
        if (service == null) {
            throw new IllegalStateException("nothing serves the route " + request.resource());
        }
        try {
            return service.reply(principal, request);
        } catch (ConfigUnavailableException | LedgerUnavailableException e) {
            LOG.atWarn().addKeyValue("requestId", request.requestId()).setCause(e).log("no books");
            return new SelfService.Reply.Not(unavailable(e));
        }
    }

    private static ErrorAnswer unavailable(RuntimeException cause) {
        return new ErrorAnswer(
                503,
                "ServiceUnavailableException",
                "overloaded_error",
                TenantSessionUnavailableException.isBehind(cause)
                        ? "tenant_session_unavailable"
                        : "store_unavailable",
                "the books cannot be read now; ask again in a moment");
    }
}
