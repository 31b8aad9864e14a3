package dev.tollgate.aws.secret;

import org.jspecify.annotations.Nullable;

/// A secret cannot be read now, though it may be there: trying again may help. The message names
/// it, and never holds it.
public final class SecretUnavailableException extends RuntimeException {
    public SecretUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
