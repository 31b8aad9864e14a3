package dev.tollgate.core.ledger;

/// A worst case set aside for one attempt, until it is settled.
///
/// @param attempt the attempt's number on the call's line, 1 or more
/// @param nonce tells this hold from every other of the same call; the ledger's own business
public record Hold(HoldRequest request, int attempt, String nonce) {}
