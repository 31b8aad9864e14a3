package dev.tollgate.smollm2;

import org.jspecify.annotations.Nullable;

/// A request that gets an OpenAI error object instead of an answer. Without a stack trace: it is an
/// answer.
final class RequestRefused extends Exception {
    private final int status;
    private final String code;
    private final @Nullable String param;

    private RequestRefused(int status, String code, @Nullable String param, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.param = param;
    }

    /// 400: the member is missing or has a wrong value.
    static RequestRefused invalid(String param, String message) {
        return new RequestRefused(400, "invalid_value", param, message);
    }

    /// 400: the member is known to the dialect, but this server cannot do what it asks for.
    static RequestRefused unsupported(String param) {
        return new RequestRefused(
                400,
                "unsupported_parameter",
                param,
                "'" + param + "' is not supported by this local model; leave it out");
    }

    static RequestRefused of(int status, String code, String message) {
        return new RequestRefused(status, code, null, message);
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    @Nullable String param() {
        return param;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
