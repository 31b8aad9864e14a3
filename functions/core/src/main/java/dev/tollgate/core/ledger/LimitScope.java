package dev.tollgate.core.ledger;

import dev.tollgate.core.principal.KeyId;

/// Whose use a limit bounds, inside one tenant.
public sealed interface LimitScope {
    /// The tenant as a whole.
    record WholeTenant() implements LimitScope {}

    /// One virtual key.
    record OneKey(KeyId key) implements LimitScope {}

    /// The scope as people read it: `tenant`, `key <id>`.
    default String describe() {
        return switch (this) {
            case WholeTenant() -> "tenant";
            case OneKey(KeyId key) -> "key " + key;
        };
    }
}
