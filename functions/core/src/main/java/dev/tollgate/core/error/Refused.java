package dev.tollgate.core.error;

/// Carries a [GatewayError] out of the steps of a request to the one place that answers it. Without
/// a stack trace: it is an answer, not a defect. Its own message is the code alone: an upstream's
/// words, which may repeat a prompt, are for the caller and never for a log.
public final class Refused extends RuntimeException {
    private final transient GatewayError error;

    public Refused(GatewayError error) {
        super(error.code(), null, false, false);
        this.error = error;
    }

    public GatewayError error() {
        return error;
    }
}
