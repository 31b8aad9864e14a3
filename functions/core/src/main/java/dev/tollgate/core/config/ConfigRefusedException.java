package dev.tollgate.core.config;

import org.jspecify.annotations.Nullable;

/// A change cannot be applied as it is, and nothing of it was. The message says what to do.
public final class ConfigRefusedException extends RuntimeException {
    public ConfigRefusedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
