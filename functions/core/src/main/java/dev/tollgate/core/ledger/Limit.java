package dev.tollgate.core.ledger;

import dev.tollgate.core.money.Money;

/// A hard cap: settled + held of the scope never exceeds the amount within one period of the
/// window.
///
/// @param amount in the unit's own measure (requests, tokens, nano-dollars), 0 or more
public record Limit(LimitScope scope, Window window, LimitUnit unit, long amount) {
    public Limit {
        if (amount < 0) {
            throw new IllegalArgumentException("a limit is 0 or more");
        }
    }

    /// True for a limit that frees itself soon, so that a client may wait for it: requests or
    /// tokens per second, minute or hour. Money, and all per day or month, is a budget.
    public boolean isRate() {
        return unit != LimitUnit.MONEY && window.compareTo(Window.HOUR) <= 0;
    }

    /// The same limit for a call that has to leave a part of it: a budget is so much smaller, a
    /// rate is not.
    ///
    /// @param percent of the amount, 0 to 99; what is left is rounded up
    public Limit leaving(int percent) {
        if (isRate()) {
            return this;
        }
        long left = amount / 100 * percent + Math.ceilDiv(amount % 100 * percent, 100L);
        return new Limit(scope, window, unit, amount - left);
    }

    /// For example `60 requests per minute for tenant`.
    public String describe() {
        String quantity =
                unit == LimitUnit.MONEY ? new Money(amount).toString() : amount + " " + unit.word();
        return quantity + " per " + window.word() + " for " + scope.describe();
    }
}
