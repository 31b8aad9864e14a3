package dev.tollgate.localstack.isolated;

/// A function failed before it answered; the message is the one that it gave the Runtime API. API
/// Gateway reads an authorizer's.
final class FunctionFailedException extends RuntimeException {
    FunctionFailedException(String message) {
        super(message);
    }
}
