package dev.tollgate.core.error;

/// Whose turn it is to mend.
public enum Fault {
    CLIENT,
    GATEWAY,
    UPSTREAM
}
