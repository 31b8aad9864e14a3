package dev.tollgate.aws.ledger;

import dev.tollgate.core.ledger.LedgerUnavailableException;
import dev.tollgate.core.tenant.TenantId;
import java.time.Instant;
import java.util.Optional;

/// Ends a hold that its own caller did not: the line first, then the budget, so that a crash
/// between the two is finished by whoever comes next. Thread-safe.
final class ChargeExpired {
    private static final int MOST_TRIES = 5;

    private final Budget budget;
    private final Lines lines;

    ChargeExpired(Budget budget, Lines lines) {
        this.budget = budget;
        this.lines = lines;
    }

    /// Books what the line says of the attempt; an announced attempt that is not on it is charged
    /// at what was held, one that was never announced at nothing.
    void charge(TenantId tenant, CallKey call, Marker marker, Instant now) {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            LineItem line = lines.read(tenant, call);
            Optional<LineAttempt> attempt =
                    line.attempt(marker.nonce()).or(() -> lines.expire(tenant, call, line, marker));
            if (attempt.isPresent()) {
                budget.end(tenant, call, marker, attempt.get().booked(), now);
                return;
            }
        }
        throw new LedgerUnavailableException(
                "a line changes faster than it can be read", new IllegalStateException());
    }
}
