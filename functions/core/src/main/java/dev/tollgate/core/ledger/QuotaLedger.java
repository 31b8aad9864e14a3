package dev.tollgate.core.ledger;

import dev.tollgate.core.call.CallId;
import dev.tollgate.core.call.CallLine;
import dev.tollgate.core.tenant.TenantId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/// The books of all tenants. Thread-safe; many processes share the same books.
///
/// Invariants, each with its test in `QuotaLedgerContract`: settled + held never exceeds a limit; a
/// call has one line, an attempt is booked once; a hold whose lease ran out is charged by whoever
/// meets it. Making an instance does no I/O.
///
/// Each method throws [LedgerUnavailableException] when the store cannot be asked; a lost reply is
/// asked for again inside, without a second effect.
public interface QuotaLedger {
    /// Sets the worst case aside under every limit of the request, or under none.
    HoldOutcome hold(HoldRequest request);

    /// Books what the attempt took, returns the excess and puts the attempt on the call's line. An
    /// attempt that was already charged because its lease ran out is corrected, once.
    void settle(Settlement settlement);

    /// Where the limits stand, and what is held. Expired holds are settled first.
    Books books(TenantId tenant, List<Limit> limits, ZoneId zone, Instant at);

    /// The line of one call; empty while no attempt of it has ended.
    Optional<CallLine> line(TenantId tenant, CallId call);

    /// The tenant's newest lines, newest first.
    ///
    /// @param most 1 to 1000
    List<CallLine> lines(TenantId tenant, int most);

    /// A reading of one tenant's books.
    record Books(List<LimitState> limits, List<OpenHold> holds) {
        public Books {
            limits = List.copyOf(limits);
            holds = List.copyOf(holds);
        }
    }
}
