package dev.tollgate.control.usage;

import dev.tollgate.core.config.ConfigStore;
import dev.tollgate.core.config.ConfigUnavailableException;
import dev.tollgate.core.config.TenantConfig;
import dev.tollgate.core.ledger.LedgerUnavailableException;
import dev.tollgate.core.ledger.QuotaLedger;
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
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `GET /v1/usage`: where the limits stand that the caller itself falls under, its tenant's and its
/// key's. Whose they are is said by the authorizer alone; another key's limits are not shown.
@Singleton
public final class UsageHandler implements StreamingHandler {
    private static final Logger LOG = LoggerFactory.getLogger(UsageHandler.class);

    private final ConfigStore configs;
    private final QuotaLedger ledger;
    private final Clock clock;

    public UsageHandler(ConfigStore configs, QuotaLedger ledger, Clock clock) {
        this.configs = configs;
        this.ledger = ledger;
        this.clock = clock;
    }

    @Override
    public void handle(ProxyRequest request, ProxyResponse response, Invocation invocation)
            throws IOException {
        Principal principal = PrincipalContext.decode(request.authorizer());
        if (!principal.scope().allowsRoute(RouteFamily.SELF_SERVICE)) {
            forbidden("this credential may not use self-service routes").send(response);
            return;
        }
        Instant now = clock.instant();
        Optional<TenantConfig> config;
        QuotaLedger.Books books;
        try {
            config = configs.tenant(principal.tenant());
            if (config.isEmpty()) {
                forbidden("the tenant " + principal.tenant() + " is not set up here")
                        .send(response);
                return;
            }
            books = books(principal, config.get(), now);
        } catch (ConfigUnavailableException | LedgerUnavailableException e) {
            LOG.atWarn().addKeyValue("requestId", request.requestId()).setCause(e).log("no books");
            unavailable(e).send(response);
            return;
        }
        byte[] report = UsageReport.json(principal.tenant(), now, books.limits());
        try (var body = response.start(200, Map.of("Content-Type", "application/json"))) {
            body.write(report);
        }
    }

    private QuotaLedger.Books books(Principal principal, TenantConfig config, Instant now) {
        return ledger.books(principal.tenant(), config.limitsOf(principal), config.zone(), now);
    }

    private static ErrorAnswer forbidden(String message) {
        return new ErrorAnswer(
                403, "AccessDeniedException", "permission_error", "forbidden", message);
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
