package dev.tollgate.core.money;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullMarked
class PriceTest {
    private static final Instant MAY = Instant.parse("2026-05-01T00:00:00Z");
    private static final Instant JUNE = Instant.parse("2026-06-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "1000000, 3, 3",
        "1000001, 1, 2",
        "1, 1, 1",
        "1, 1000000, 1",
        "1, 1000001, 2",
        "0, 1000000, 0",
        "250000, 4, 1",
        "250000, 5, 2"
    })
    void cost_isRoundedUpToANanoDollar(long rate, long tokens, long nanos) {
        assertEquals(new Money(nanos), price(rate, 0).cost(Usage.of(tokens, 0)));
    }

    @Test
    void cost_eachKindIsRoundedOnItsOwn() {
        assertEquals(new Money(2), price(1, 1).cost(Usage.of(1, 1)));
    }

    @Test
    void cost_nothingUsed_isNothing() {
        assertEquals(Money.ZERO, price(1, 1).cost(Usage.NONE));
    }

    @Test
    void cost_largeFactors_areNotCutOnTheWay() {
        long rate = 75_000_000_000L;

        assertEquals(
                new Money(75_000_000_000_000_000L),
                price(rate, 0).cost(Usage.of(1_000_000_000_000L, 0)));
    }

    @Test
    void cost_beyondTheLargestMoney_isRefused() {
        assertThrows(
                ArithmeticException.class,
                () -> price(Long.MAX_VALUE, 0).cost(Usage.of(1_000_001, 0)));
        assertThrows(
                ArithmeticException.class,
                () -> price(Long.MAX_VALUE, Long.MAX_VALUE).cost(Usage.of(1_000_000, 1_000_000)));
    }

    @Test
    void cost_cacheKindWithoutARate_costsWhatInputCosts() {
        var usage = new Usage(Map.of(UsageKind.CACHE_READ, 2L, UsageKind.CACHE_WRITE, 3L), false);

        assertEquals(new Money(35), price(7_000_000, 1).cost(usage));
    }

    @Test
    void cost_hourLongCacheWriteWithoutARate_costsTwiceWhatInputCosts() {
        var usage = new Usage(Map.of(UsageKind.CACHE_WRITE_1H, 3L), false);

        assertEquals(new Money(42), price(7_000_000, 1).cost(usage));
    }

    @Test
    void cost_zeroOnlyWhereZeroIsWritten() {
        var free =
                new Price(
                        "p",
                        MAY,
                        Map.of(
                                UsageKind.INPUT, 7_000_000L,
                                UsageKind.OUTPUT, 1L,
                                UsageKind.CACHE_READ, 0L));

        assertEquals(Money.ZERO, free.cost(new Usage(Map.of(UsageKind.CACHE_READ, 9L), false)));
    }

    @Test
    void highestRate_isTheDearestOfTheKinds() {
        assertEquals(9, price(4, 9).highestRate(Set.of(UsageKind.INPUT, UsageKind.OUTPUT)));
        assertEquals(4, price(4, 9).highestRate(Set.of(UsageKind.INPUT, UsageKind.CACHE_WRITE)));
    }

    @Test
    void price_withoutOutputOrNegative_isRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Price("p", MAY, Map.of(UsageKind.INPUT, 1L)));
        assertThrows(IllegalArgumentException.class, () -> price(1, -1));
    }

    @Test
    void cost_ofUnits_isEachAtItsOwnRate() {
        var usage =
                new Usage(
                        Map.of(
                                UsageKind.CONTENT_POLICY, 3L,
                                UsageKind.WORD_POLICY, 3L,
                                UsageKind.CONTENT_POLICY_IMAGE, 2L),
                        false);

        // 3 x 150 and 2 x 750, in thousandths of a nano-dollar rounded up each.
        assertEquals(new Money(1 + 2), units(Map.of()).cost(usage));
        assertEquals(0, usage.tokens());
    }

    @Test
    void cost_ofTheOtherOffering_isRefused() {
        var units = new Usage(Map.of(UsageKind.WORD_POLICY, 1L), false);

        assertThrows(IllegalArgumentException.class, () -> price(1, 1).cost(units));
        assertThrows(IllegalArgumentException.class, () -> units(Map.of()).cost(Usage.of(1, 0)));
    }

    @Test
    void price_ofBothOrWithoutAUnit_isRefused() {
        var tokensToo = Map.of(UsageKind.INPUT, 1L, UsageKind.OUTPUT, 1L);
        assertThrows(IllegalArgumentException.class, () -> units(tokensToo));
        for (UsageKind kind : UsageKind.of(Offering.GUARDRAIL)) {
            var rates = new HashMap<>(units(Map.of()).nanosPerMillion());
            rates.remove(kind);
            assertThrows(
                    IllegalArgumentException.class, () -> new Price("u1", MAY, rates), kind::word);
        }
    }

    @Test
    void at_isThePriceInForce() {
        Price old = new Price("old", MAY, price(1, 1).nanosPerMillion());
        Price now = new Price("new", JUNE, price(2, 2).nanosPerMillion());
        var table = new PriceTable(Map.of("p/m", List.of(now, old)));

        assertEquals(Optional.empty(), table.at("p/m", MAY.minusNanos(1)));
        assertEquals(Optional.of(old), table.at("p/m", MAY));
        assertEquals(Optional.of(old), table.at("p/m", JUNE.minusNanos(1)));
        assertEquals(Optional.of(now), table.at("p/m", JUNE));
        assertEquals(Optional.empty(), table.at("p/other", JUNE));
    }

    @Test
    void usage_total_isRefusedWhenItOverflows() {
        assertThrows(ArithmeticException.class, () -> Usage.of(Long.MAX_VALUE, 1).tokens());
        assertThrows(IllegalArgumentException.class, () -> Usage.of(-1, 0));
    }

    private static Price price(long input, long output) {
        return new Price("p1", MAY, Map.of(UsageKind.INPUT, input, UsageKind.OUTPUT, output));
    }

    /// Of a guardrail, besides the given: images 750000 for a million, words free, the rest 150000.
    private static Price units(Map<UsageKind, Long> more) {
        var rates = new HashMap<>(more);
        UsageKind.of(Offering.GUARDRAIL).forEach(kind -> rates.put(kind, 150_000L));
        rates.put(UsageKind.WORD_POLICY, 0L);
        rates.put(UsageKind.CONTENT_POLICY_IMAGE, 750_000L);
        return new Price("u1", MAY, rates);
    }
}
