package dev.tollgate.core.money;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@NullMarked
class MoneyTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0.000000001, 1",
        "0.25, 250000000",
        "1e3, 1000000000000",
        "9223372036.854775807, 9223372036854775807"
    })
    void ofDollars_isExactNanoDollars(String dollars, long nanos) {
        assertEquals(new Money(nanos), Money.ofDollars(dollars));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0000000001", "9223372036.854775808"})
    void ofDollars_finerOrLargerThanItCanHold_isRefused(String dollars) {
        assertThrows(ArithmeticException.class, () -> Money.ofDollars(dollars));
    }

    @Test
    void ofDollars_negative_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> Money.ofDollars("-1"));
    }

    @Test
    void plus_beyondTheLargest_isRefusedNotWrapped() {
        assertThrows(ArithmeticException.class, () -> new Money(Long.MAX_VALUE).plus(new Money(1)));
    }

    @Test
    void toString_hasNineDecimals() {
        assertEquals("$0.000000001", new Money(1).toString());
        assertEquals("12.500000000", Money.ofDollars("12.5").dollars());
    }

    @Test
    void compareTo_isByAmount() {
        assertTrue(new Money(2).compareTo(new Money(1)) > 0);
    }
}
