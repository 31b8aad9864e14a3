package dev.tollgate.core.money;

import java.math.BigDecimal;

/// An amount in nano-dollars (10⁻⁹ USD), 0 or more; the largest is about 9.2 billion dollars.
public record Money(long nanos) implements Comparable<Money> {
    public static final Money ZERO = new Money(0);

    public Money {
        if (nanos < 0) {
            throw new IllegalArgumentException(
                    "money is 0 or more, not " + nanos + " nano-dollars");
        }
    }

    /// Reads dollars, for example `0.25`.
    ///
    /// @throws ArithmeticException when it is finer than a nano-dollar or too large
    public static Money ofDollars(String dollars) {
        return new Money(new BigDecimal(dollars).movePointRight(9).longValueExact());
    }

    public Money plus(Money other) {
        return new Money(Math.addExact(nanos, other.nanos));
    }

    /// Dollars with nine decimals.
    public String dollars() {
        return BigDecimal.valueOf(nanos, 9).toPlainString();
    }

    @Override
    public int compareTo(Money other) {
        return Long.compare(nanos, other.nanos);
    }

    @Override
    public String toString() {
        return "$" + dollars();
    }
}
