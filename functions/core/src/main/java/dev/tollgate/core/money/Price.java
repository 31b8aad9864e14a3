package dev.tollgate.core.money;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;

/// What a model's tokens cost from a date on.
///
/// @param version names this price on every line it was applied to
/// @param from the first instant at which it holds
/// @param nanosPerMillion nano-dollars for a million tokens, by kind. INPUT and OUTPUT are
///   required; another kind without one costs what INPUT costs, and CACHE_WRITE_1H twice that, as
///   providers charge it, so that nothing is free by omission.
public record Price(String version, Instant from, Map<UsageKind, Long> nanosPerMillion) {
    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

    public Price {
        nanosPerMillion = Map.copyOf(nanosPerMillion);
        if (!nanosPerMillion.containsKey(UsageKind.INPUT)
                || !nanosPerMillion.containsKey(UsageKind.OUTPUT)) {
            throw new IllegalArgumentException("a price has input and output");
        }
        if (nanosPerMillion.values().stream().anyMatch(rate -> rate < 0)) {
            throw new IllegalArgumentException("a price is 0 or more");
        }
    }

    /// The cost of the usage. Each kind is rounded up once, to a nano-dollar.
    ///
    /// @throws ArithmeticException above the largest [Money]
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

    /// The dearest of the given kinds, nano-dollars per million tokens: what a bound must assume.
    public long highestRate(Collection<UsageKind> kinds) {
        long highest = 0;
        for (UsageKind kind : kinds) {
            highest = Math.max(highest, rate(kind));
        }
        return highest;
    }

    private long rate(UsageKind kind) {
        long input = Objects.requireNonNull(nanosPerMillion.get(UsageKind.INPUT));
        long unsaid = kind == UsageKind.CACHE_WRITE_1H ? Math.multiplyExact(2, input) : input;
        return nanosPerMillion.getOrDefault(kind, unsaid);
    }

    private static Money component(long rate, long tokens) {
        BigInteger[] quotient =
                BigInteger.valueOf(rate)
                        .multiply(BigInteger.valueOf(tokens))
                        .divideAndRemainder(MILLION);
        long whole = quotient[0].longValueExact();
        return new Money(quotient[1].signum() == 0 ? whole : Math.addExact(whole, 1));
    }
}
