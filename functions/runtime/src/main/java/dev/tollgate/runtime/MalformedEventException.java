package dev.tollgate.runtime;

import org.jspecify.annotations.Nullable;

/// An event that API Gateway would not send: the API is wired wrongly. Its message holds no values.
final class MalformedEventException extends RuntimeException {
    MalformedEventException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
