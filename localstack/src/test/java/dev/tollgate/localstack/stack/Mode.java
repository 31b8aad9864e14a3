package dev.tollgate.localstack.stack;

/// Where a stack runs its functions: what is accepted must hold in both.
enum Mode {
    /// In the stack's own JVM, concurrently.
    IN_PROCESS,
    /// In processes of their own, through the Runtime API, as Lambda does.
    ISOLATED
}
