package dev.tollgate.localstack.account;

/// A signed request that its signer's policy does not allow. Without a stack trace: it is an
/// answer.
public final class AccessDenied extends Exception {
    AccessDenied(String message) {
        super(message, null, false, false);
    }

    public String text() {
        return String.valueOf(getMessage());
    }
}
