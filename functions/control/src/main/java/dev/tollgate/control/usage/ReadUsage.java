package dev.tollgate.control.usage;

import dev.tollgate.control.SelfService;
import dev.tollgate.core.config.ConfigStore;
import dev.tollgate.core.config.TenantConfig;
import dev.tollgate.core.ledger.QuotaLedger;
import dev.tollgate.core.principal.Principal;
import dev.tollgate.runtime.ProxyRequest;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/// `GET /v1/usage`: where the limits stand that the caller itself falls under, its tenant's and its
/// key's. Another key's limits are not shown.
@Singleton
public final class ReadUsage implements SelfService {
    private final ConfigStore configs;
    private final QuotaLedger ledger;
    private final Clock clock;

    public ReadUsage(ConfigStore configs, QuotaLedger ledger, Clock clock) {
        this.configs = configs;
        this.ledger = ledger;
        this.clock = clock;
    }

    @Override
    public String resource() {
        return "/v1/usage";
    }

    @Override
    public Reply reply(Principal principal, ProxyRequest request) {
        Instant now = clock.instant();
        Optional<TenantConfig> config = configs.tenant(principal.tenant());
        if (config.isEmpty()) {
            return SelfService.forbidden(
                    "the tenant " + principal.tenant() + " is not set up here");
        }
        var limits = config.get().limitsOf(principal);
        QuotaLedger.Books books =
                ledger.books(principal.tenant(), limits, config.get().zone(), now);
        return new Reply.Found(UsageReport.json(principal.tenant(), now, books.limits()));
    }
}
