package dev.tollgate.core.ledger;

import dev.tollgate.core.call.Attempt;
import dev.tollgate.core.call.Decision;
import dev.tollgate.core.call.Outcome;
import dev.tollgate.core.money.Money;
import dev.tollgate.core.money.Usage;
import java.time.Instant;

/// What an attempt really took. Booking it twice has the effect of once.
///
/// @param cost booked in full, also above the hold
/// @param requestId the gateway's request id, for the line
/// @param decision for the line: it travels with the settlement, so that it costs no write
public record Settlement(
        Hold hold,
        Outcome outcome,
        Usage usage,
        Money cost,
        String requestId,
        Instant endedAt,
        Decision decision) {
    /// The amounts to book: the request itself counts whatever came of it.
    public Amounts actual() {
        return new Amounts(hold.request().worstCase().requests(), usage.tokens(), cost);
    }

    public boolean boundExceeded() {
        return actual().exceeds(hold.request().worstCase());
    }

    /// The attempt as it stands on the call's line.
    public Attempt attempt() {
        HoldRequest request = hold.request();
        return new Attempt(
                hold.attempt(),
                request.target(),
                outcome,
                usage,
                request.priceVersion(),
                cost,
                request.at(),
                endedAt,
                boundExceeded(),
                decision);
    }
}
