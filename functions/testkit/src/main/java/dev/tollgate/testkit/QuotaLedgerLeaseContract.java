package dev.tollgate.testkit;

import static dev.tollgate.testkit.Fixtures.NOW;
import static dev.tollgate.testkit.Fixtures.ask;
import static dev.tollgate.testkit.Fixtures.at;
import static dev.tollgate.testkit.Fixtures.settled;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.core.call.Attempt;
import dev.tollgate.core.call.CallId;
import dev.tollgate.core.call.Outcome;
import dev.tollgate.core.ledger.Hold;
import dev.tollgate.core.ledger.HoldOutcome;
import dev.tollgate.core.ledger.HoldRequest;
import dev.tollgate.core.ledger.LimitState;
import dev.tollgate.core.money.Money;
import dev.tollgate.core.tenant.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every ledger must do with callers who vanish, come late or come all at once.
abstract class QuotaLedgerLeaseContract extends QuotaLedgerQuestions {
    private static final int CALLERS = 32;

    @Test
    void hold_refusedByAnExpiredOne_chargesItAndSaysSo() {
        HoldRequest abandoned = ask(tenant, "c1", 900, DAILY);
        held(abandoned);

        var over = over(at(ask(tenant, "c2", 200, DAILY), abandoned.leaseUntil()));

        assertEquals(List.of(900L, 0L), List.of(over.settled(), over.held()));
        var attempt = line("c1").attempts().getFirst();
        assertEquals(Outcome.EXPIRED, attempt.outcome());
        assertEquals(new Money(900), attempt.cost());
        assertEquals(10, attempt.usage().tokens());
        assertTrue(attempt.usage().estimated());
        assertEquals(Fixtures.ALICE, line("c1").subject());
    }

    @Test
    void hold_sameCallAfterItsLeaseRanOut_isTheNextAttempt() {
        HoldRequest request = ask(tenant, "c1", 100, DAILY);
        held(request);

        Hold second = held(at(request, request.leaseUntil()));

        assertEquals(2, second.attempt());
        assertEquals(new Money(100), line("c1").cost());
    }

    @Test
    void books_justBeforeTheLeaseEnds_holdStands() {
        HoldRequest request = ask(tenant, "c1", 100, DAILY);
        held(request);

        var books = books(request.leaseUntil().minusMillis(1), DAILY);

        assertEquals(1, books.holds().size());
        assertEquals(100, books.limits().getFirst().held());
    }

    @Test
    void books_leaseRanOut_chargesInFull() {
        HoldRequest request = ask(tenant, "c1", 100, DAILY);
        held(request);

        var books = books(request.leaseUntil(), DAILY);

        assertEquals(List.of(), books.holds());
        assertEquals(100, books.limits().getFirst().settled());
        assertEquals(Outcome.EXPIRED, line("c1").attempts().getFirst().outcome());
    }

    @Test
    void settle_afterTheLeaseWasCharged_correctsOnce() {
        HoldRequest request = ask(tenant, "c1", 100, DAILY);
        Hold hold = held(request);
        books(request.leaseUntil(), DAILY);

        ledger().settle(settled(hold, 30));
        ledger().settle(settled(hold, 30));

        assertEquals(30, books(request.leaseUntil(), DAILY).limits().getFirst().settled());
        var attempt = line("c1").attempts().getFirst();
        assertEquals(Outcome.COMPLETED, attempt.outcome());
        assertEquals(new Money(30), line("c1").cost());
        assertEquals(1, attempt.number());
    }

    @Test
    void settle_lateWhileTheNextAttemptRuns_leavesThatOneAlone() {
        HoldRequest request = ask(tenant, "c1", 100, DAILY);
        Hold first = held(request);
        Hold second = held(at(request, request.leaseUntil()));

        ledger().settle(settled(first, 30));

        LimitState state = books(request.leaseUntil(), DAILY).limits().getFirst();
        assertEquals(List.of(30L, 100L), List.of(state.settled(), state.held()));
        ledger().settle(settled(second, 50));
        assertEquals(80, books(request.leaseUntil(), DAILY).limits().getFirst().settled());
        assertEquals(new Money(80), line("c1").cost());
    }

    @Test
    void hold_attemptsAtSeveralTargets_eachUnderItsOwnHoldOnOneLine() {
        List<String> targets = List.of("p/one", "p/two", "p/three");
        List<Long> costs = List.of(0L, 300L, 50L);
        for (int i = 0; i < targets.size(); i++) {
            var hold = held(asking(targets.get(i), ask(tenant, "c1", 600, DAILY)));
            assertEquals(i + 1, hold.attempt());
            assertEquals(600, books(NOW, DAILY).limits().getFirst().held());
            ledger().settle(settled(hold, costs.get(i)));
        }

        List<Attempt> attempts = line("c1").attempts();
        assertEquals(targets, attempts.stream().map(Attempt::target).toList());
        assertEquals(costs, attempts.stream().map(attempt -> attempt.cost().nanos()).toList());
        var state = books(NOW, DAILY).limits().getFirst();
        assertEquals(350, state.settled());
        assertEquals(0, state.held());
        assertEquals(350, over(asking("p/four", ask(tenant, "c2", 700, DAILY))).settled());
    }

    @Test
    void line_ofOneCall_isThereOnceAnAttemptHasEnded() {
        var hold = held(ask(tenant, "c1", 600, DAILY));
        assertEquals(Optional.empty(), ledger().line(tenant, new CallId("c1")));
        ledger().settle(settled(hold, 300));

        assertEquals(Optional.of(line("c1")), ledger().line(tenant, new CallId("c1")));
        assertEquals(Optional.empty(), ledger().line(tenant, new CallId("c2")));
        assertEquals(Optional.empty(), ledger().line(new TenantId("t-other"), new CallId("c1")));
    }

    private static HoldRequest asking(String target, HoldRequest request) {
        return new HoldRequest(
                request.tenant(),
                request.call(),
                request.bodyHash(),
                request.subject(),
                request.key(),
                request.alias(),
                target,
                request.priceVersion(),
                request.limits(),
                request.zone(),
                request.worstCase(),
                request.at(),
                request.leaseUntil());
    }

    @Test
    void hold_manyCallersAtOnce_neverOverAndNothingLeftOver() throws Exception {
        var outcomes = race(i -> ask(tenant, "c" + i, 100, DAILY));

        long held = outcomes.stream().filter(HoldOutcome.Held.class::isInstance).count();
        assertEquals(10, held);
        assertEquals(CALLERS - 10, overLimits(outcomes));
        assertEquals(1_000, books(NOW, DAILY).limits().getFirst().held());
    }

    @Test
    void hold_sameCallFromManyAtOnce_isHeldOnce() throws Exception {
        var outcomes = race(_ -> ask(tenant, "c1", 10, DAILY));

        assertEquals(1, outcomes.stream().filter(HoldOutcome.Held.class::isInstance).count());
        assertEquals(
                CALLERS - 1,
                outcomes.stream().filter(HoldOutcome.Running.class::isInstance).count());
        assertEquals(10, books(NOW, DAILY).limits().getFirst().held());
    }

    private static long overLimits(List<HoldOutcome> outcomes) {
        return outcomes.stream().filter(HoldOutcome.OverLimit.class::isInstance).count();
    }

    private List<HoldOutcome> race(IntFunction<HoldRequest> request) throws Exception {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<HoldOutcome>> calls =
                    IntStream.range(0, CALLERS)
                            .<Callable<HoldOutcome>>mapToObj(
                                    i -> () -> ledger().hold(request.apply(i)))
                            .toList();
            return callers.invokeAll(calls).stream().map(Future::resultNow).toList();
        }
    }
}
