package dev.tollgate.localstack.model;

/// The real model cannot be had here. The message is one line for a person: what is missing and
/// what to do.
public final class ModelUnavailableException extends Exception {
    ModelUnavailableException(String message) {
        super(message);
    }

    ModelUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    /// The line.
    public String line() {
        return String.valueOf(getMessage());
    }
}
