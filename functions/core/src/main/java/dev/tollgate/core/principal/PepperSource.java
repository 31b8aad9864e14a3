package dev.tollgate.core.principal;

/// Where the pepper of virtual keys is kept. Thread-safe.
@FunctionalInterface
public interface PepperSource {
    /// Asked for with each key: an implementation that asks somebody else remembers the answer.
    ///
    /// @throws KeyStoreUnavailableException when it cannot be had
    KeyPepper pepper();
}
