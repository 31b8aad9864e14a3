package dev.tollgate.core.ledger;

import java.time.Instant;

/// What a limit still leaves in its current period, with every hold counted as used.
///
/// @param amount in the limit's unit; 0 where a lowered limit leaves less than nothing
/// @param renewsAt the end of the period
public record Remaining(Limit limit, long amount, Instant renewsAt) {
    public Remaining {
        amount = Math.max(0, amount);
    }
}
