package dev.tollgate.core.config;

import org.jspecify.annotations.Nullable;

/// Configuration could not be read or written.
public final class ConfigUnavailableException extends RuntimeException {
    public ConfigUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
