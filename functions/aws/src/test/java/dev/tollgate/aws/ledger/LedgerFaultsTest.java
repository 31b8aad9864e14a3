package dev.tollgate.aws.ledger;

import static dev.tollgate.testkit.Fixtures.ZONE;
import static dev.tollgate.testkit.Fixtures.ask;
import static dev.tollgate.testkit.Fixtures.settled;
import static dev.tollgate.testkit.Fixtures.tenantLimit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.aws.dynamodb.DynamoDbClients;
import dev.tollgate.aws.dynamodb.TenantTable;
import dev.tollgate.aws.ledger.FaultyClient.Crash;
import dev.tollgate.aws.ledger.FaultyClient.Fault;
import dev.tollgate.core.ledger.Hold;
import dev.tollgate.core.ledger.HoldOutcome;
import dev.tollgate.core.ledger.HoldRequest;
import dev.tollgate.core.ledger.LedgerUnavailableException;
import dev.tollgate.core.ledger.Limit;
import dev.tollgate.core.ledger.LimitUnit;
import dev.tollgate.core.ledger.QuotaLedger;
import dev.tollgate.core.ledger.Window;
import dev.tollgate.core.money.Money;
import dev.tollgate.core.tenant.TenantId;
import dev.tollgate.testkit.Fixtures;
import dev.tollgate.testkit.SequentialIds;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Every write of a call meets every fault: a lost request, a lost reply, a reply lost inside the
/// SDK, a throttle, a conflict, and the death of the process before and after it.
@NullMarked
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LedgerFaultsTest {
    private static final Limit DAILY = tenantLimit(Window.DAY, LimitUnit.MONEY, 1_000);
    private static final long HELD = 100;
    private static final long COST = 30;

    /// A call writes four times: hold, announcement, attempt on the line, end of the hold.
    private static final int WRITES_OF_A_CALL = 4;

    private final AtomicInteger tenants = new AtomicInteger();
    private final SequentialIds ids = new SequentialIds();
    private LocalStore store;
    private QuotaLedger ledger;

    @BeforeAll
    void start() throws IOException {
        store = LocalStore.start();
        ledger = on(store.client());
    }

    @AfterAll
    void stop() {
        store.close();
    }

    static Stream<Arguments> passingFaultsOfACall() {
        return cases(WRITES_OF_A_CALL, passing());
    }

    @ParameterizedTest
    @MethodSource("passingFaultsOfACall")
    void call_passingFault_isBookedAsIfNothingHadHappened(Fault fault, int at) {
        HoldRequest request = request();
        var client = new FaultyClient(store.client(), fault, at);
        QuotaLedger faulty = on(client);

        Hold hold = held(faulty, request);
        faulty.settle(settled(hold, COST));

        assertTrue(client.writes() > WRITES_OF_A_CALL || fault == Fault.SENT_TWICE);
        assertEquals(1, hold.attempt());
        assertBooks(request.tenant(), COST, 1);
    }

    static Stream<Arguments> crashesOfACall() {
        // What stands in the books once the lease is over: nothing while no attempt was announced,
        // the whole hold from then on, the cost from the moment that it is on the line.
        return Stream.of(
                Arguments.of(Fault.CRASH_BEFORE, 0, 0),
                Arguments.of(Fault.CRASH_AFTER, 0, 0),
                Arguments.of(Fault.CRASH_BEFORE, 1, 0),
                Arguments.of(Fault.CRASH_AFTER, 1, HELD),
                Arguments.of(Fault.CRASH_BEFORE, 2, HELD),
                Arguments.of(Fault.CRASH_AFTER, 2, COST),
                Arguments.of(Fault.CRASH_BEFORE, 3, COST),
                Arguments.of(Fault.CRASH_AFTER, 3, COST));
    }

    @ParameterizedTest
    @MethodSource("crashesOfACall")
    void call_processDies_booksBalanceWhenTheLeaseIsOver(Fault fault, int at, long charged) {
        HoldRequest request = request();
        QuotaLedger dying = on(new FaultyClient(store.client(), fault, at));

        assertThrows(Crash.class, () -> dying.settle(settled(held(dying, request), COST)));

        assertBooks(request.tenant(), charged, charged == 0 ? 0 : 1);
    }

    static Stream<Arguments> faultsOfAnExpiry() {
        return cases(2, List.of(Fault.values()));
    }

    @ParameterizedTest
    @MethodSource("faultsOfAnExpiry")
    void expiry_anyFault_isFinishedByTheNextAndCorrectedByALateSettlement(Fault fault, int at) {
        HoldRequest request = request();
        Hold hold = held(ledger, request);
        QuotaLedger faulty = on(new FaultyClient(store.client(), fault, at));

        ignoringCrash(
                () -> faulty.books(request.tenant(), List.of(DAILY), ZONE, request.leaseUntil()));
        assertBooks(request.tenant(), HELD, 1);

        ledger.settle(settled(hold, COST));
        assertBooks(request.tenant(), COST, 1);
    }

    @ParameterizedTest
    @MethodSource("faultsOfAnExpiry")
    void lateSettlement_meetsAHalfDoneExpiry_correctsOnce(Fault fault, int at) {
        HoldRequest request = request();
        Hold hold = held(ledger, request);
        QuotaLedger faulty = on(new FaultyClient(store.client(), fault, at));
        ignoringCrash(
                () -> faulty.books(request.tenant(), List.of(DAILY), ZONE, request.leaseUntil()));

        ledger.settle(settled(hold, COST));
        ledger.settle(settled(hold, COST));

        assertBooks(request.tenant(), COST, 1);
    }

    static Stream<Arguments> faultsOfALateSettlement() {
        return cases(3, List.of(Fault.values()));
    }

    @ParameterizedTest
    @MethodSource("faultsOfALateSettlement")
    void lateSettlement_anyFaultAndSettledAgain_correctsOnce(Fault fault, int at) {
        HoldRequest request = request();
        Hold hold = held(ledger, request);
        assertBooks(request.tenant(), HELD, 1);
        QuotaLedger faulty = on(new FaultyClient(store.client(), fault, at));

        ignoringCrash(() -> faulty.settle(settled(hold, COST)));
        ledger.settle(settled(hold, COST));

        assertBooks(request.tenant(), COST, 1);
    }

    @ParameterizedTest
    @MethodSource("faultsOfALateSettlement")
    void lateSettlement_anyFaultOverAHalfDoneExpiry_isNotBookedTwice(Fault fault, int at) {
        HoldRequest request = request();
        Hold hold = held(ledger, request);
        QuotaLedger dying = on(new FaultyClient(store.client(), Fault.CRASH_BEFORE, 1));
        ignoringCrash(
                () -> dying.books(request.tenant(), List.of(DAILY), ZONE, request.leaseUntil()));
        QuotaLedger faulty = on(new FaultyClient(store.client(), fault, at));

        ignoringCrash(() -> faulty.settle(settled(hold, COST)));
        ledger.books(request.tenant(), List.of(DAILY), ZONE, request.leaseUntil());
        ledger.settle(settled(hold, COST));

        assertBooks(request.tenant(), COST, 1);
    }

    @Test
    void hold_storeDown_isUnavailable() {
        var settings = LocalStore.settings(URI.create("http://127.0.0.1:1"));
        try (DynamoDbClient nowhere = DynamoDbClients.create(settings)) {
            QuotaLedger down =
                    new DynamoQuotaLedger(
                            TenantTable.unbound(nowhere, settings), ids, Clock.systemUTC());

            assertThrows(LedgerUnavailableException.class, () -> down.hold(request()));
        }
    }

    @Test
    void hold_announcementsReplyStaysLost_givesTheHoldBack() {
        HoldRequest request = request();
        QuotaLedger faulty = on(new DeafToLines(store.client()));

        assertThrows(LedgerUnavailableException.class, () -> faulty.hold(request));

        var books = ledger.books(request.tenant(), List.of(DAILY), ZONE, request.at());
        assertEquals(List.of(), books.holds());
        assertEquals(0, books.limits().getFirst().settled());
        ledger.settle(settled(held(ledger, request), COST));
        assertBooks(request.tenant(), COST, 1);
    }

    @Test
    void item_afterManyPeriods_doesNotKeepTheirCounters() {
        TenantId tenant = request().tenant();
        Limit perSecond = tenantLimit(Window.SECOND, LimitUnit.REQUESTS, 5);
        for (int second = 0; second < 60; second++) {
            HoldRequest request =
                    Fixtures.at(
                            ask(tenant, "c" + second, HELD, perSecond),
                            Fixtures.NOW.plusSeconds(second));
            ledger.settle(settled(held(ledger, request), COST));
        }

        int counters =
                new Budget(store.table(), new Retrying(Clock.systemUTC()))
                        .read(tenant)
                        .used()
                        .size();

        assertTrue(counters >= 15, () -> "too eager: " + counters);
        assertTrue(counters <= 26, () -> "too many: " + counters);
    }

    private static List<Fault> passing() {
        return List.of(
                Fault.LOST_REQUEST,
                Fault.LOST_REPLY,
                Fault.SENT_TWICE,
                Fault.THROTTLED,
                Fault.CONFLICT);
    }

    private static Stream<Arguments> cases(int writes, List<Fault> faults) {
        var cases = new ArrayList<Arguments>();
        for (Fault fault : faults) {
            for (int at = 0; at < writes; at++) {
                cases.add(Arguments.of(fault, at));
            }
        }
        return cases.stream();
    }

    private static void ignoringCrash(Runnable work) {
        try {
            work.run();
        } catch (Crash _) {
            // The process is gone; what it left behind is what the test is about.
        }
    }

    /// After all leases: nothing is held, and what is settled is what the lines say.
    private void assertBooks(TenantId tenant, long settled, int lines) {
        var books = ledger.books(tenant, List.of(DAILY), ZONE, Fixtures.NOW.plus(Fixtures.LEASE));
        assertEquals(List.of(), books.holds());
        assertEquals(0, books.limits().getFirst().held());
        assertEquals(settled, books.limits().getFirst().settled());
        var onRecord = ledger.lines(tenant, 10);
        assertEquals(lines, onRecord.size());
        assertEquals(
                new Money(settled),
                onRecord.stream().map(line -> line.cost()).reduce(Money.ZERO, Money::plus));
        onRecord.forEach(line -> assertEquals(1, line.attempts().size()));
    }

    private HoldRequest request() {
        return ask(new TenantId("faulty-" + tenants.incrementAndGet()), "c1", HELD, DAILY);
    }

    private static Hold held(QuotaLedger ledger, HoldRequest request) {
        return assertInstanceOf(HoldOutcome.Held.class, ledger.hold(request)).hold();
    }

    private QuotaLedger on(DynamoDbClient client) {
        return new DynamoQuotaLedger(
                TenantTable.unbound(client, store.settings()), ids, Clock.systemUTC());
    }
}
