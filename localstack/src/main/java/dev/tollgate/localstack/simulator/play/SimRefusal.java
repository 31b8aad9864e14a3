package dev.tollgate.localstack.simulator.play;

/// An answer that is an error. The dialect gives it its shape. Without a stack trace: it is an
/// answer.
public final class SimRefusal extends Exception {
    private final int status;
    private final String code;

    /// @param code the dialect's name of the error; empty for what the status says
    public SimRefusal(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
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

    public String text() {
        return String.valueOf(getMessage());
    }
}
