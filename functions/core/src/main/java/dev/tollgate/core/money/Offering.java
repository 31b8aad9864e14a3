package dev.tollgate.core.money;

/// What an upstream offers under one name. Each is counted in [UsageKind]s of its own, so each has
/// prices of its own, and neither can take the other's calls.
public enum Offering {
    /// Reads and writes tokens.
    MODEL,
    /// Judges text and images, in units of policies.
    GUARDRAIL
}
