package dev.tollgate.core.ledger;

import java.util.List;

/// A worst case set aside for one attempt, until it is settled.
///
/// @param attempt the attempt's number on the call's line, 1 or more
/// @param nonce tells this hold from every other of the same call; the ledger's own business
/// @param remaining what each of the request's limits left once this was held, in its order; empty
///   where the store did not say
public record Hold(HoldRequest request, int attempt, String nonce, List<Remaining> remaining) {
    public Hold {
        remaining = List.copyOf(remaining);
    }
}
