package dev.tollgate.core.principal;

/// The index of virtual keys could not be asked.
public final class KeyStoreUnavailableException extends RuntimeException {
    public KeyStoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
