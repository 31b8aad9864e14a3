package dev.tollgate.aws.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.aws.dynamodb.TenantTable;
import dev.tollgate.core.ledger.Hold;
import dev.tollgate.core.ledger.HoldOutcome;
import dev.tollgate.core.ledger.HoldRequest;
import dev.tollgate.core.ledger.Limit;
import dev.tollgate.core.ledger.LimitUnit;
import dev.tollgate.core.ledger.Window;
import dev.tollgate.core.tenant.TenantId;
import dev.tollgate.testkit.Fixtures;
import dev.tollgate.testkit.SequentialIds;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/// What a call costs in write units; the table in ADR 0002 is what this prints. DynamoDB Local
/// reports the size of each item and leaves out that a transaction costs twice that on AWS; so the
/// figure for AWS is reckoned, not measured.
@NullMarked
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LedgerWriteUnitsTest {
    private static final List<Limit> LIMITS =
            List.of(
                    Fixtures.tenantLimit(Window.DAY, LimitUnit.MONEY, 1L << 40),
                    Fixtures.tenantLimit(Window.MINUTE, LimitUnit.REQUESTS, 100_000),
                    Fixtures.keyLimit(Window.MONTH, LimitUnit.MONEY, 1L << 40),
                    Fixtures.tenantLimit(Window.MONTH, LimitUnit.MONEY, 1L << 40),
                    Fixtures.tenantLimit(Window.MINUTE, LimitUnit.TOKENS, 1L << 40),
                    Fixtures.keyLimit(Window.DAY, LimitUnit.REQUESTS, 100_000),
                    Fixtures.keyLimit(Window.MINUTE, LimitUnit.TOKENS, 1L << 40));

    private LocalStore store;
    private MeteredClient client;
    private DynamoQuotaLedger ledger;

    @BeforeAll
    void start() throws IOException {
        store = LocalStore.start();
        client = new MeteredClient(store.client());
        ledger =
                new DynamoQuotaLedger(
                        TenantTable.unbound(client, store.settings()),
                        new SequentialIds(),
                        Clock.systemUTC());
    }

    @AfterAll
    void stop() {
        store.close();
    }

    @ParameterizedTest
    @CsvSource({"1,1,4", "3,1,4", "7,1,4", "1,64,8", "3,64,8", "7,64,10"})
    void call_writeUnits_areWithinTheStatedBound(int limits, int inFlight, int bound) {
        TenantId tenant = new TenantId("units-" + limits + "-" + inFlight);
        for (int other = 1; other < inFlight; other++) {
            held(request(tenant, limits));
        }
        long before = client.unitsSince();

        Hold hold = held(request(tenant, limits));
        long held = client.unitsSince();
        ledger.settle(Fixtures.settled(hold, 800_000));
        long settled = client.unitsSince();
        long transaction = transactionShape(hold);

        System.out.printf(
                "write units, %d limits, %2d in flight: hold %d + settle %d = %d;"
                        + " as two transactions: %d reported, %d on AWS%n",
                limits, inFlight, held, settled, held + settled, transaction, 2 * transaction);
        assertTrue(before >= inFlight - 1);
        assertTrue(held + settled <= bound);
        assertEquals(4, transaction);
    }

    /// The other shape: no markers in the budget item; budget and line in one transaction for the
    /// hold, and in another for the settlement.
    private long transactionShape(Hold hold) {
        HoldRequest request = hold.request();
        CallKey call = CallKey.of(request.call());
        Marker marker = Marker.withNonce(hold.nonce(), request);
        for (int times = 0; times < 2; times++) {
            Change counters = new Change(request.tenant().partitionKey(9), "BUDGET");
            marker.held().forEach(counters::add);
            Change line =
                    new Change(request.tenant().partitionKey(9), call.line())
                            .set(LineItem.CALL, request.call().value())
                            .set(LineItem.BODY, request.bodyHash())
                            .set(LineItem.SUBJECT, request.subject())
                            .set(LineItem.ALIAS, request.alias())
                            .set(
                                    LineAttempt.PREFIX + times,
                                    LineAttempt.of(Fixtures.settled(hold, 1)).encode());
            client.transactWriteItems(
                    TransactWriteItemsRequest.builder()
                            .transactItems(
                                    TransactWriteItem.builder()
                                            .update(counters.toUpdate("tenants"))
                                            .build(),
                                    TransactWriteItem.builder()
                                            .update(line.toUpdate("tenants"))
                                            .build())
                            .build());
        }
        return client.unitsSince();
    }

    private HoldRequest request(TenantId tenant, int limits) {
        return Fixtures.ask(
                tenant,
                UUID.randomUUID().toString(),
                2_500_000,
                LIMITS.subList(0, limits).toArray(Limit[]::new));
    }

    private Hold held(HoldRequest request) {
        return assertInstanceOf(HoldOutcome.Held.class, ledger.hold(request)).hold();
    }
}
