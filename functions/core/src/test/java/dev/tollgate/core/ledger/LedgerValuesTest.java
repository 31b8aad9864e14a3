package dev.tollgate.core.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.core.call.CallId;
import dev.tollgate.core.call.Decision;
import dev.tollgate.core.call.Outcome;
import dev.tollgate.core.money.Money;
import dev.tollgate.core.money.Usage;
import dev.tollgate.core.principal.KeyId;
import dev.tollgate.core.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullMarked
class LedgerValuesTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:15:30Z");

    @ParameterizedTest
    @CsvSource({
        "REQUESTS, SECOND, true",
        "TOKENS, HOUR, true",
        "REQUESTS, DAY, false",
        "TOKENS, MONTH, false",
        "MONEY, SECOND, false"
    })
    void limit_isRate_onlyWhatFreesItselfSoonAndIsNotMoney(
            LimitUnit unit, Window window, boolean rate) {
        assertEquals(rate, tenantLimit(window, unit, 1).isRate());
    }

    @ParameterizedTest
    @CsvSource({
        "1000, 20, 800",
        "999, 20, 799",
        "1, 1, 0",
        "0, 99, 0",
        "7, 0, 7",
        "9223372036854775807, 99, 92233720368547758"
    })
    void limit_leavingAPart_isSoMuchSmallerAndNeverLeavesLess(long amount, int percent, long rest) {
        assertEquals(
                rest, tenantLimit(Window.DAY, LimitUnit.TOKENS, amount).leaving(percent).amount());
        Limit rate = tenantLimit(Window.MINUTE, LimitUnit.TOKENS, amount);
        assertEquals(rate, rate.leaving(percent));
    }

    @Test
    void limit_describe_readsAsASentence() {
        var perKey = new LimitScope.OneKey(new KeyId("alice0key001"));

        assertEquals(
                "60 requests per minute for tenant",
                tenantLimit(Window.MINUTE, LimitUnit.REQUESTS, 60).describe());
        assertEquals(
                "$0.250000000 per day for key alice0key001",
                new Limit(perKey, Window.DAY, LimitUnit.MONEY, 250_000_000).describe());
    }

    @Test
    void limit_negative_isRefused() {
        assertThrows(
                IllegalArgumentException.class, () -> tenantLimit(Window.DAY, LimitUnit.MONEY, -1));
    }

    @Test
    void overLimit_tellsHeldUpFromUsedUpFromImpossible() {
        assertTrue(over(600, 300, 200).onlyHeld());
        assertFalse(over(900, 0, 200).onlyHeld());
        assertTrue(over(0, 0, 1_001).neverFits());
        assertFalse(over(0, 0, 1_001).onlyHeld());
        assertFalse(over(0, 0, 1_000).neverFits());
    }

    @ParameterizedTest
    @CsvSource({"1,10,100,false", "2,10,100,true", "1,11,100,true", "1,10,101,true"})
    void amounts_exceeds_inAnyUnit(long requests, long tokens, long nanos, boolean exceeds) {
        var bound = new Amounts(1, 10, new Money(100));

        assertEquals(exceeds, new Amounts(requests, tokens, new Money(nanos)).exceeds(bound));
    }

    @Test
    void settlement_aboveItsHold_saysSo() {
        assertFalse(settlement(6, 100).boundExceeded());
        assertTrue(settlement(6, 101).boundExceeded());
        assertTrue(settlement(7, 100).boundExceeded());
        assertEquals(new Amounts(1, 10, new Money(100)), settlement(6, 100).actual());
    }

    @Test
    void holdRequest_leaseThatEndsWhenItBegins_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> request(Duration.ZERO));
    }

    private static Settlement settlement(long output, long nanos) {
        return new Settlement(
                new Hold(request(Duration.ofMinutes(1)), 1, "n1", List.of()),
                Outcome.COMPLETED,
                Usage.of(4, output),
                new Money(nanos),
                "request",
                NOW,
                Decision.UNKNOWN);
    }

    private static HoldRequest request(Duration lease) {
        return new HoldRequest(
                new TenantId("acme"),
                new CallId("c1"),
                "a".repeat(64),
                "alice",
                null,
                "sim.claude",
                "sim-bedrock/claude",
                "p1",
                List.of(),
                ZoneOffset.UTC,
                new Amounts(1, 10, new Money(100)),
                NOW,
                NOW.plus(lease));
    }

    private static HoldOutcome.OverLimit over(long settled, long held, long asked) {
        return new HoldOutcome.OverLimit(
                tenantLimit(Window.DAY, LimitUnit.MONEY, 1_000),
                settled,
                held,
                asked,
                NOW,
                List.of());
    }

    private static Limit tenantLimit(Window window, LimitUnit unit, long amount) {
        return new Limit(new LimitScope.WholeTenant(), window, unit, amount);
    }
}
