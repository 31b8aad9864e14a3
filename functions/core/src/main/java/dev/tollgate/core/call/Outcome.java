package dev.tollgate.core.call;

/// How a provider attempt ended, as its line says it.
public enum Outcome {
    /// Answered in full.
    COMPLETED,
    /// The client left before the end.
    CLIENT_GONE,
    /// The provider broke off, or the time ran out, after content had come.
    CUT,
    /// The provider refused or failed; nothing was produced.
    FAILED,
    /// Nobody settled it: its lease ran out.
    EXPIRED
}
