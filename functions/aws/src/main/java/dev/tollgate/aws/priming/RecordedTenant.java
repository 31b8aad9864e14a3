package dev.tollgate.aws.priming;

import dev.tollgate.core.config.Route;
import dev.tollgate.core.config.TenantConfig;
import dev.tollgate.core.ledger.Limit;
import dev.tollgate.core.ledger.LimitScope;
import dev.tollgate.core.ledger.LimitUnit;
import dev.tollgate.core.ledger.Window;
import dev.tollgate.core.money.Price;
import dev.tollgate.core.money.UsageKind;
import dev.tollgate.core.principal.Principal;
import dev.tollgate.core.principal.Scope;
import dev.tollgate.core.tenant.TenantId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/// The one tenant of rehearsals, under limits that are never reached.
public final class RecordedTenant {
    public static final TenantId ID = new TenantId("rehearsal");

    private static final long PLENTY = 1_000_000_000_000L;

    private RecordedTenant() {}

    /// Its one user, by token.
    public static Principal user() {
        return new Principal(ID, "user@rehearsal", null, Scope.everything());
    }

    /// @param aliases its models; each costs the ceiling price
    public static TenantConfig config(Map<String, Route> aliases) {
        var tenant = new LimitScope.WholeTenant();
        return new TenantConfig(
                1,
                ID,
                ID.value(),
                ZoneOffset.UTC,
                aliases,
                List.of(
                        new Limit(tenant, Window.MINUTE, LimitUnit.REQUESTS, PLENTY),
                        new Limit(tenant, Window.DAY, LimitUnit.TOKENS, PLENTY),
                        new Limit(tenant, Window.MONTH, LimitUnit.MONEY, PLENTY)),
                Map.of(),
                new Price(
                        "rehearsal",
                        Instant.EPOCH,
                        Map.of(UsageKind.INPUT, 1_000L, UsageKind.OUTPUT, 2_000L)));
    }
}
