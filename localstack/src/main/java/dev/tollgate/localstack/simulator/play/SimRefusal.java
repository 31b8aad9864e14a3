package dev.tollgate.localstack.simulator.play;

import java.util.Map;

/// An answer that is an error. The dialect gives it its shape. Without a stack trace: it is an
/// answer.
public final class SimRefusal extends Exception {
    private final int status;
    private final String code;
    private final Map<String, String> headers;

    /// @param code the dialect's name of the error; empty for what the status says
    public SimRefusal(int status, String code, String message) {
        this(status, code, message, Map.of());
    }

    /// @param headers beside those of the dialect
    SimRefusal(int status, String code, String message, Map<String, String> headers) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.headers = Map.copyOf(headers);
    }

    /// 400: the request has a wrong type, a missing member or a wrong value.
    public static SimRefusal invalid(String message) {
        return new SimRefusal(400, "", message);
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public Map<String, String> headers() {
        return headers;
    }

    public String text() {
        return String.valueOf(getMessage());
    }
}
