package dev.tollgate.llmproxy.upstream;

import dev.tollgate.aws.secret.SecretUnavailableException;

/// Looks up an upstream's secret by the name configuration has for it. Thread-safe; asked for every
/// call, so that a rotated secret is used soon.
@FunctionalInterface
public interface Credentials {
    /// @param reference as configuration has it, see [dev.tollgate.core.config.CredentialReference]
    /// @throws IllegalStateException naming the reference, when there is no such secret
    /// @throws SecretUnavailableException when it cannot be read now
    String secret(String reference);

    /// Looks for another secret in place of one that the upstream does not take.
    ///
    /// @return whether there is another one, so that another try is worth it
    default boolean renew(String reference) {
        return false;
    }
}
