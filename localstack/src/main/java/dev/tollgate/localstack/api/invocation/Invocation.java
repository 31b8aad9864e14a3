package dev.tollgate.localstack.api.invocation;

/// How an invocation ended.
public sealed interface Invocation {
    record Returned() implements Invocation {}

    record Threw(Throwable cause) implements Invocation {}

    /// It was still running when its time was up; it has been interrupted.
    record TimedOut() implements Invocation {}
}
