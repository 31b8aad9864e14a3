package dev.tollgate.runtime.crac;

/// What went wrong is suppressed in it, an exception for each resource that failed.
public final class RestoreException extends Exception {
    RestoreException() {
        super("a resource failed");
    }
}
