package dev.tollgate.localstack.api.invocation;

/// A function's answer does not begin with metadata and eight NUL bytes, as a streamed one must.
public final class MalformedPreludeException extends Exception {
    MalformedPreludeException(String message) {
        super(message);
    }
}
