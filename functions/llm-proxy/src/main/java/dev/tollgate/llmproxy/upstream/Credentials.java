package dev.tollgate.llmproxy.upstream;

/// Looks up an upstream's secret by the name configuration has for it. Thread-safe; asked for every
/// call, so that a rotated secret is used at once.
@FunctionalInterface
public interface Credentials {
    /// @param reference `env:NAME`
    /// @throws IllegalStateException naming the reference, when there is no such secret
    String secret(String reference);
}
