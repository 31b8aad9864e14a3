package dev.tollgate.core.call;

import dev.tollgate.core.money.Money;
import dev.tollgate.core.money.Usage;
import java.time.Instant;

/// One provider attempt of a call, as it stands on the call's line.
///
/// @param number 1 or more, unique on the line
/// @param target `<provider>/<upstream model>`
/// @param priceVersion the version of the price that was applied
/// @param boundExceeded true when the cost was above the hold (booked in full all the same)
/// @param decision why it was made, and what it ended with
public record Attempt(
        int number,
        String target,
        Outcome outcome,
        Usage usage,
        String priceVersion,
        Money cost,
        Instant startedAt,
        Instant endedAt,
        boolean boundExceeded,
        Decision decision) {}
