package dev.tollgate.core.ledger;

/// A worst case set aside for one attempt, until it is settled.
///
/// @param attempt the attempt's number on the call's line, 1 or more
public record Hold(HoldRequest request, int attempt) {}
