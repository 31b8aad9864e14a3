package dev.tollgate.runtime.crac;

/// What went wrong is suppressed in it, an exception for each resource that failed.
public final class CheckpointException extends Exception {
    CheckpointException() {
        super("a resource failed");
    }
}
