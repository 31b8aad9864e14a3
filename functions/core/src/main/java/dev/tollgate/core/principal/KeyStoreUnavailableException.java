package dev.tollgate.core.principal;

import org.jspecify.annotations.Nullable;

/// The index of virtual keys, or the pepper of its hashes, could not be asked for.
public final class KeyStoreUnavailableException extends RuntimeException {
    public KeyStoreUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
