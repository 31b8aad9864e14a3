package dev.tollgate.core.error;

/// Carries a [GatewayError] out of the steps of a request to the one place that answers it. Without
/// a stack trace: it is an answer, not a defect.
public final class Refused extends RuntimeException {
    private final transient GatewayError error;

    public Refused(GatewayError error) {
        super(error.code() + ": " + error.message(), null, false, false);
        this.error = error;
    }

    public GatewayError error() {
        return error;
    }
}
