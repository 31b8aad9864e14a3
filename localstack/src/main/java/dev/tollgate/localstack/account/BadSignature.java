package dev.tollgate.localstack.account;

/// A request that nobody known has signed as it is. Without a stack trace: it is an answer.
public final class BadSignature extends Exception {
    private final String code;

    /// @param code AWS's name of the error
    BadSignature(String code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    public String code() {
        return code;
    }

    public String text() {
        return String.valueOf(getMessage());
    }
}
