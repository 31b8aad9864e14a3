package dev.tollgate.core.ledger;

import dev.tollgate.core.money.Money;

/// What one attempt takes, or may take at the most, in each unit.
public record Amounts(long requests, long tokens, Money money) {
    public Amounts {
        if (requests < 0 || tokens < 0) {
            throw new IllegalArgumentException("amounts are 0 or more");
        }
    }

    /// Nothing at all.
    public static final Amounts NONE = new Amounts(0, 0, Money.ZERO);

    public long in(LimitUnit unit) {
        return switch (unit) {
            case REQUESTS -> requests;
            case TOKENS -> tokens;
            case MONEY -> money.nanos();
        };
    }

    /// Whether any unit is above the other's.
    public boolean exceeds(Amounts bound) {
        return requests > bound.requests
                || tokens > bound.tokens
                || money.compareTo(bound.money) > 0;
    }
}
