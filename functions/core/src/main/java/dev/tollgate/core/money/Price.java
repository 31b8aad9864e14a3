package dev.tollgate.core.money;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// What a model's tokens or a guardrail's units cost from a date on; never both.
///
/// @param version names this price on every line it was applied to
/// @param from the first instant at which it holds
/// @param nanosPerMillion nano-dollars for a million tokens or units, by kind. Of a model's, INPUT
///   and OUTPUT are required; another kind without one costs what INPUT costs, and CACHE_WRITE_1H
///   twice that, as providers charge it. Of a guardrail's all are required. So nothing is free by
///   omission.
public record Price(String version, Instant from, Map<UsageKind, Long> nanosPerMillion) {
    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);
    private static final Set<UsageKind> MODEL = Set.of(UsageKind.INPUT, UsageKind.OUTPUT);

    public Price {
        nanosPerMillion = Map.copyOf(nanosPerMillion);
        requireWhole(nanosPerMillion.keySet());
        if (nanosPerMillion.values().stream().anyMatch(rate -> rate < 0)) {
            throw new IllegalArgumentException("a price is 0 or more");
        }
    }

    private static void requireWhole(Set<UsageKind> kinds) {
        if (kinds.stream().map(UsageKind::offering).distinct().count() > 1) {
            throw new IllegalArgumentException(
                    "a price is a model's or a guardrail's, not of both: " + kinds);
        }
        boolean whole = kinds.containsAll(MODEL) || kinds.equals(UsageKind.of(Offering.GUARDRAIL));
        if (!whole) {
            throw new IllegalArgumentException(
                    "a model's price has input and output, a guardrail's all of its units: "
                            + kinds);
        }
    }

    /// What it is the price of.
    public Offering offering() {
        return nanosPerMillion.containsKey(UsageKind.INPUT) ? Offering.MODEL : Offering.GUARDRAIL;
    }

    /// The cost of the usage. Each kind is rounded up once, to a nano-dollar.
    ///
    /// @throws ArithmeticException above the largest [Money]
    /// @throws IllegalArgumentException when the usage is not of this [#offering]
    public Money cost(Usage usage) {
        Money sum = Money.ZERO;
        for (var entry : usage.counts().entrySet()) {
            sum = sum.plus(component(rate(entry.getKey()), entry.getValue()));
        }
        return sum;
    }

    /// Whether the kind has a rate of its own.
    public boolean says(UsageKind kind) {
        return nanosPerMillion.containsKey(kind);
    }

    /// The dearest of the given kinds, nano-dollars per million: what a bound must assume.
    public long highestRate(Collection<UsageKind> kinds) {
        long highest = 0;
        for (UsageKind kind : kinds) {
            highest = Math.max(highest, rate(kind));
        }
        return highest;
    }

    private long rate(UsageKind kind) {
        Long own = nanosPerMillion.get(kind);
        if (own != null) {
            return own;
        }
        if (kind.offering() != offering()) {
            throw new IllegalArgumentException("no price of " + kind);
        }
        long input = Objects.requireNonNull(nanosPerMillion.get(UsageKind.INPUT));
        return kind == UsageKind.CACHE_WRITE_1H ? Math.multiplyExact(2, input) : input;
    }

    private static Money component(long rate, long count) {
        BigInteger[] quotient =
                BigInteger.valueOf(rate)
                        .multiply(BigInteger.valueOf(count))
                        .divideAndRemainder(MILLION);
        long whole = quotient[0].longValueExact();
        return new Money(quotient[1].signum() == 0 ? whole : Math.addExact(whole, 1));
    }
}
