package dev.tollgate.aws.ledger;

import dev.tollgate.core.ledger.QuotaLedger;
import dev.tollgate.testkit.QuotaLedgerContract;
import dev.tollgate.testkit.SequentialIds;
import java.io.IOException;
import java.time.Clock;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

@NullMarked
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DynamoQuotaLedgerTest extends QuotaLedgerContract {
    private LocalStore store;
    private QuotaLedger ledger;

    @BeforeAll
    void start() throws IOException {
        store = LocalStore.start();
        ledger = new DynamoQuotaLedger(store.table(), new SequentialIds(), Clock.systemUTC());
    }

    @AfterAll
    void stop() {
        store.close();
    }

    @Override
    protected QuotaLedger ledger() {
        return ledger;
    }
}
