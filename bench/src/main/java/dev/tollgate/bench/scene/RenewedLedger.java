package dev.tollgate.bench.scene;

import dev.tollgate.core.call.CallId;
import dev.tollgate.core.call.CallLine;
import dev.tollgate.core.ledger.HoldOutcome;
import dev.tollgate.core.ledger.HoldRequest;
import dev.tollgate.core.ledger.Limit;
import dev.tollgate.core.ledger.QuotaLedger;
import dev.tollgate.core.ledger.Settlement;
import dev.tollgate.core.tenant.TenantId;
import dev.tollgate.testkit.InMemoryQuotaLedger;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/// The books in memory, begun anew after every 1,000 holds: what is measured is the gateway, not a
/// map that grows with the run. Thread-safe.
public final class RenewedLedger implements QuotaLedger {
    private static final int PAGE = 1_000;

    private InMemoryQuotaLedger books = new InMemoryQuotaLedger();
    private int holds;

    @Override
    public synchronized HoldOutcome hold(HoldRequest request) {
        holds++;
        if (holds % PAGE == 0) {
            books = new InMemoryQuotaLedger();
        }
        return books.hold(request);
    }

    @Override
    public synchronized void settle(Settlement settlement) {
        books.settle(settlement);
    }

    @Override
    public synchronized Books books(TenantId tenant, List<Limit> limits, ZoneId zone, Instant at) {
        return books.books(tenant, limits, zone, at);
    }

    @Override
    public synchronized Optional<CallLine> line(TenantId tenant, CallId call) {
        return books.line(tenant, call);
    }

    @Override
    public synchronized List<CallLine> lines(TenantId tenant, int most) {
        return books.lines(tenant, most);
    }
}
