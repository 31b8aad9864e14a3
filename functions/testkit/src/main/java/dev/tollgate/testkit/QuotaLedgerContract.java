package dev.tollgate.testkit;

import static dev.tollgate.testkit.Fixtures.NOW;
import static dev.tollgate.testkit.Fixtures.ask;
import static dev.tollgate.testkit.Fixtures.at;
import static dev.tollgate.testkit.Fixtures.keyLimit;
import static dev.tollgate.testkit.Fixtures.settled;
import static dev.tollgate.testkit.Fixtures.tenantLimit;
import static dev.tollgate.testkit.Fixtures.withBody;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.core.call.CallId;
import dev.tollgate.core.call.CallLine;
import dev.tollgate.core.call.Outcome;
import dev.tollgate.core.ledger.Hold;
import dev.tollgate.core.ledger.HoldOutcome;
import dev.tollgate.core.ledger.HoldRequest;
import dev.tollgate.core.ledger.Limit;
import dev.tollgate.core.ledger.LimitState;
import dev.tollgate.core.ledger.LimitUnit;
import dev.tollgate.core.ledger.Remaining;
import dev.tollgate.core.ledger.Window;
import dev.tollgate.core.money.Money;
import dev.tollgate.core.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What every ledger must do, whatever it keeps its books in. The rules of leases and of races
/// stand in [QuotaLedgerLeaseContract].
public abstract class QuotaLedgerContract extends QuotaLedgerLeaseContract {
    @Test
    void hold_withinLimit_isHeldAndInTheBooks() {
        Hold hold = held(ask(tenant, "c1", 400, DAILY));

        var books = books(NOW, DAILY);

        assertEquals(1, hold.attempt());
        LimitState state = books.limits().getFirst();
        assertEquals(List.of(0L, 400L), List.of(state.settled(), state.held()));
        assertEquals(Instant.parse("2026-11-23T00:00:00Z"), state.periodEnd());
        assertEquals(1, books.holds().size());
        assertEquals(new CallId("c1"), books.holds().getFirst().call());
        assertEquals(new Money(400), books.holds().getFirst().amounts().money());
        assertEquals(List.of(), ledger().lines(tenant, 10));
    }

    @Test
    void hold_withinLimits_saysWhatEachLeaves() {
        Limit key = keyLimit(Window.MINUTE, LimitUnit.TOKENS, 100);
        Limit unused = keyLimit(Window.HOUR, LimitUnit.REQUESTS, 5);
        ledger().settle(settled(held(ask(tenant, "c1", 500, DAILY, key)), 300));
        held(ask(tenant, "c2", 100, DAILY, key));

        Hold hold = held(ask(tenant, "c3", 200, DAILY, key, unused));

        assertEquals(
                List.of(
                        new Remaining(DAILY, 400, Instant.parse("2026-11-23T00:00:00Z")),
                        new Remaining(key, 75, NOW.plusSeconds(30)),
                        new Remaining(unused, 4, Instant.parse("2026-11-22T11:00:00Z"))),
                hold.remaining());
        assertEquals(List.of(), held(ask(tenant, "c4", 5)).remaining());
    }

    @Test
    void hold_exactlyTheLimit_isHeldAndOneMoreIsNot() {
        held(ask(tenant, "c1", 1_000, DAILY));

        assertInstanceOf(HoldOutcome.OverLimit.class, ledger().hold(ask(tenant, "c2", 1, DAILY)));
    }

    @Test
    void hold_overLimit_saysWhatIsSettledHeldAndAsked() {
        ledger().settle(settled(held(ask(tenant, "c1", 500, DAILY)), 300));
        held(ask(tenant, "c2", 600, DAILY));

        var over = over(ask(tenant, "c3", 200, DAILY));

        assertEquals(DAILY, over.limit());
        assertEquals(List.of(300L, 600L, 200L), List.of(over.settled(), over.held(), over.asked()));
        assertEquals(Instant.parse("2026-11-23T00:00:00Z"), over.freesAt());
        assertEquals(List.of(new Remaining(DAILY, 100, over.freesAt())), over.remaining());
        assertTrue(over.onlyHeld());
        assertFalse(over.neverFits());
    }

    @Test
    void hold_oneOfTwoLimitsInTheWay_setsNothingAside() {
        Limit perMinute = tenantLimit(Window.MINUTE, LimitUnit.REQUESTS, 1);
        held(ask(tenant, "c1", 100, DAILY, perMinute));

        var over = over(ask(tenant, "c2", 100, DAILY, perMinute));

        assertEquals(perMinute, over.limit());
        assertEquals(100, books(NOW, DAILY).limits().getFirst().held());
    }

    @Test
    void hold_moreThanTheLimitItself_neverFits() {
        ledger().settle(settled(held(ask(tenant, "c1", 10, DAILY)), 10));

        var over = over(ask(tenant, "c2", 1_001, DAILY));

        assertTrue(over.neverFits());
        assertFalse(over.onlyHeld());
        assertEquals(10, over.settled());
    }

    @Test
    void hold_limitOfZero_isRefused() {
        var over = over(ask(tenant, "c1", 0, tenantLimit(Window.DAY, LimitUnit.REQUESTS, 0)));

        assertTrue(over.neverFits());
    }

    @Test
    void hold_nothingAskedUnderZeroMoney_isHeld() {
        held(ask(tenant, "c1", 0, tenantLimit(Window.DAY, LimitUnit.MONEY, 0)));
    }

    @Test
    void hold_noLimits_isHeldAndSettled() {
        ledger().settle(settled(held(ask(tenant, "c1", 5)), 4));

        assertEquals(new Money(4), line("c1").cost());
    }

    @Test
    void hold_afterTheLimitWasLowered_isRefusedAtOnce() {
        held(ask(tenant, "c1", 500, DAILY));

        var over = over(ask(tenant, "c2", 100, tenantLimit(Window.DAY, LimitUnit.MONEY, 550)));

        assertEquals(500, over.held());
    }

    @Test
    void hold_inTheNextPeriod_startsFromNothing() {
        Limit perMinute = tenantLimit(Window.MINUTE, LimitUnit.REQUESTS, 1);
        held(ask(tenant, "c1", 1, perMinute));

        HoldRequest nextMinute = at(ask(tenant, "c2", 1, perMinute), NOW.plusSeconds(30));

        held(nextMinute);
    }

    @Test
    void hold_ofAnotherTenant_isNotCounted() {
        held(ask(tenant, "c1", 1_000, DAILY));

        TenantId other = new TenantId(tenant.value() + "2");

        assertInstanceOf(HoldOutcome.Held.class, ledger().hold(ask(other, "c1", 1_000, DAILY)));
        assertEquals(List.of(), ledger().lines(other, 10));
    }

    @Test
    void hold_ofAKey_countsUnderTheKeyAndUnderTheTenant() {
        Limit key = keyLimit(Window.DAY, LimitUnit.MONEY, 200);
        held(ask(tenant, "c1", 150, DAILY, key));

        assertEquals(key, over(ask(tenant, "c2", 100, DAILY, key)).limit());
        held(ask(tenant, "c3", 850, DAILY));
        assertEquals(DAILY, over(ask(tenant, "c4", 50, DAILY, key)).limit());
    }

    @Test
    void hold_sameCallInFlight_isRunning() {
        HoldRequest request = ask(tenant, "c1", 10, DAILY);
        held(request);

        var running = assertInstanceOf(HoldOutcome.Running.class, ledger().hold(request));

        assertEquals(request.leaseUntil(), running.leaseUntil());
        assertEquals(10, books(NOW, DAILY).limits().getFirst().held());
    }

    @Test
    void hold_otherBodyWhileTheCallIsInFlight_isOtherBody() {
        HoldRequest request = ask(tenant, "c1", 10, DAILY);
        held(request);

        assertEquals(
                new HoldOutcome.OtherBody(), ledger().hold(withBody(request, Fixtures.OTHER_BODY)));
    }

    @Test
    void hold_otherBodyAfterTheCallEnded_isOtherBodyAndHoldsNothing() {
        HoldRequest request = ask(tenant, "c1", 10, DAILY);
        ledger().settle(settled(held(request), 7));

        var outcome = ledger().hold(withBody(request, Fixtures.OTHER_BODY));

        assertEquals(new HoldOutcome.OtherBody(), outcome);
        LimitState state = books(NOW, DAILY).limits().getFirst();
        assertEquals(List.of(7L, 0L), List.of(state.settled(), state.held()));
        assertEquals(1, line("c1").attempts().size());
    }

    @Test
    void hold_sameCallAgainBySomebodyElse_lineNamesTheNewestCallerAlone() {
        HoldRequest byKey = ask(tenant, "c1", 10);
        ledger().settle(settled(held(byKey), 10));
        ledger().settle(settled(held(Fixtures.byToken(byKey, "bob@acme.example")), 10));

        assertEquals("bob@acme.example", line("c1").subject());
        assertNull(line("c1").key());
    }

    @Test
    void hold_sameCallAgainAfterItEnded_isTheNextAttemptOnTheSameLine() {
        HoldRequest request = ask(tenant, "c1", 10, DAILY);
        ledger().settle(settled(held(request), 7));

        Hold second = held(request);
        ledger().settle(settled(second, 8));

        assertEquals(2, second.attempt());
        assertEquals(1, ledger().lines(tenant, 10).size());
        assertEquals(new Money(15), line("c1").cost());
        assertEquals(
                List.of(1, 2),
                line("c1").attempts().stream().map(attempt -> attempt.number()).toList());
    }

    @Test
    void settle_lessThanHeld_returnsTheExcess() {
        ledger().settle(settled(held(ask(tenant, "c1", 1_000, DAILY)), 300));

        held(ask(tenant, "c2", 700, DAILY));

        LimitState state = books(NOW, DAILY).limits().getFirst();
        assertEquals(List.of(300L, 700L), List.of(state.settled(), state.held()));
    }

    @Test
    void settle_leavesALineThatSaysWhoWhatAndHow() {
        HoldRequest request = ask(tenant, "c1", 10, DAILY);
        var settlement = settled(held(request), 7);

        ledger().settle(settlement);

        CallLine line = line("c1");
        assertEquals(
                List.of(Fixtures.ALICE, "sim.claude", "request-c1"),
                List.of(line.subject(), line.alias(), line.requestId()));
        assertEquals(Fixtures.ALICES_KEY, line.key());
        var attempt = line.attempts().getFirst();
        assertEquals(settlement.usage(), attempt.usage());
        assertEquals(Outcome.COMPLETED, attempt.outcome());
        assertEquals(request.target(), attempt.target());
        assertEquals(request.priceVersion(), attempt.priceVersion());
        assertEquals(request.at(), attempt.startedAt());
        assertEquals(settlement.endedAt(), attempt.endedAt());
        assertFalse(attempt.boundExceeded());
        assertEquals(settlement.decision(), attempt.decision());
    }

    @Test
    void settle_twice_isBookedOnce() {
        var settlement = settled(held(ask(tenant, "c1", 500, DAILY)), 300);

        ledger().settle(settlement);
        ledger().settle(settlement);

        assertEquals(300, books(NOW, DAILY).limits().getFirst().settled());
        assertEquals(1, line("c1").attempts().size());
    }

    @Test
    void settle_aboveTheHold_isBookedInFullAndMarked() {
        ledger().settle(settled(held(ask(tenant, "c1", 100, DAILY)), 1_500));

        assertEquals(1_500, books(NOW, DAILY).limits().getFirst().settled());
        assertTrue(line("c1").attempts().getFirst().boundExceeded());
        assertEquals(1_500, over(ask(tenant, "c2", 1, DAILY)).settled());
    }

    @Test
    void settle_inTheNextPeriod_isBookedInThePeriodOfTheHold() {
        Limit perMinute = tenantLimit(Window.MINUTE, LimitUnit.MONEY, 100);
        Instant lastSecond = NOW.plusSeconds(29);
        Hold hold = held(at(ask(tenant, "c1", 100, perMinute), lastSecond));

        ledger().settle(settled(hold, 60));

        assertEquals(60, books(lastSecond, perMinute).limits().getFirst().settled());
        assertEquals(0, books(NOW.plusSeconds(31), perMinute).limits().getFirst().settled());
    }

    @Test
    void lines_newestFirstAndNoMoreThanAsked() {
        for (int i = 0; i < 4; i++) {
            Instant moment = NOW.plus(Duration.ofMinutes(i));
            ledger().settle(settled(held(at(ask(tenant, "c" + i, 10, DAILY), moment)), 1));
        }

        var calls = ledger().lines(tenant, 3).stream().map(line -> line.call().value()).toList();

        assertEquals(List.of("c3", "c2", "c1"), calls);
    }
}
