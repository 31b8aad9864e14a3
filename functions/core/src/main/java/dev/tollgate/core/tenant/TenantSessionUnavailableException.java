package dev.tollgate.core.tenant;

/// A tenant's own credentials cannot be had now, so nothing can be done for it. Ports that need
/// them say that their store is unavailable, with this as the cause.
public final class TenantSessionUnavailableException extends RuntimeException {
    public TenantSessionUnavailableException(TenantId tenant, Throwable cause) {
        super("no session of tenant " + tenant, cause);
    }

    /// Whether this is why something failed.
    public static boolean isBehind(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TenantSessionUnavailableException) {
                return true;
            }
        }
        return false;
    }
}
