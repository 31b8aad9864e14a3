package dev.tollgate.authorizer;

/// Its message is the one word that makes API Gateway answer 401. Never cached by the gateway.
final class UnauthorizedException extends RuntimeException {
    UnauthorizedException() {
        super("Unauthorized", null, false, false);
    }
}
