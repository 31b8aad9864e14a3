package dev.tollgate.testkit;

import dev.tollgate.core.ledger.QuotaLedger;
import org.jspecify.annotations.NullMarked;

@NullMarked
class InMemoryQuotaLedgerTest extends QuotaLedgerContract {
    private final QuotaLedger ledger = new InMemoryQuotaLedger();

    @Override
    protected QuotaLedger ledger() {
        return ledger;
    }
}
