package dev.tollgate.core.ledger;

import dev.tollgate.core.call.CallId;
import java.time.Instant;

/// A hold in flight, as a reader of the books sees it.
public record OpenHold(CallId call, int attempt, Amounts amounts, Instant at, Instant leaseUntil) {}
