package dev.tollgate.core.ledger;

import java.time.Instant;

/// Where a limit stands in its current period; amounts in the limit's unit.
public record LimitState(Limit limit, long settled, long held, Instant periodEnd) {}
