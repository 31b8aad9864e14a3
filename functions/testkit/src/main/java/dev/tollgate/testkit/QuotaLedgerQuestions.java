package dev.tollgate.testkit;

import static dev.tollgate.testkit.Fixtures.ZONE;
import static dev.tollgate.testkit.Fixtures.tenantLimit;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.tollgate.core.call.CallLine;
import dev.tollgate.core.ledger.Hold;
import dev.tollgate.core.ledger.HoldOutcome;
import dev.tollgate.core.ledger.HoldRequest;
import dev.tollgate.core.ledger.Limit;
import dev.tollgate.core.ledger.LimitUnit;
import dev.tollgate.core.ledger.QuotaLedger;
import dev.tollgate.core.ledger.Window;
import dev.tollgate.core.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;

/// How contract tests put questions to a ledger: each test has a tenant of its own.
abstract class QuotaLedgerQuestions {
    protected static final Limit DAILY = tenantLimit(Window.DAY, LimitUnit.MONEY, 1_000);

    protected TenantId tenant = Fixtures.ACME;

    /// The ledger under test; may be the same for all tests.
    protected abstract QuotaLedger ledger();

    @BeforeEach
    final void aTenantOfItsOwn(TestInfo test) {
        tenant = tenantOf(test.getDisplayName());
    }

    protected final Hold held(HoldRequest request) {
        return assertInstanceOf(HoldOutcome.Held.class, ledger().hold(request)).hold();
    }

    protected final HoldOutcome.OverLimit over(HoldRequest request) {
        return assertInstanceOf(HoldOutcome.OverLimit.class, ledger().hold(request));
    }

    protected final QuotaLedger.Books books(Instant at, Limit... limits) {
        return ledger().books(tenant, List.of(limits), ZONE, at);
    }

    protected final CallLine line(String call) {
        return ledger().lines(tenant, 1_000).stream()
                .filter(line -> line.call().value().equals(call))
                .findFirst()
                .orElseThrow();
    }

    private static TenantId tenantOf(String test) {
        return new TenantId("t" + Integer.toHexString(test.hashCode()));
    }
}
