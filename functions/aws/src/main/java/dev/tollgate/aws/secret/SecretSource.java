package dev.tollgate.aws.secret;

import dev.tollgate.core.config.CredentialReference;

/// Reads a secret where it is kept: one question each time. Thread-safe.
@FunctionalInterface
interface SecretSource {
    /// @throws SecretUnavailableException when it cannot be read now
    /// @throws IllegalStateException when it is not there, or may not be read; the message says
    ///   which, and what to do
    String read(CredentialReference.Stored reference);
}
