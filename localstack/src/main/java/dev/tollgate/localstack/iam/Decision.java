package dev.tollgate.localstack.iam;

/// What a policy says to a request.
public enum Decision {
    ALLOWED,
    /// No statement allows it.
    NOT_ALLOWED,
    /// A statement denies it, whatever others allow.
    DENIED
}
