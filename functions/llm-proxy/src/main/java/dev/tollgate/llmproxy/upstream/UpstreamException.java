package dev.tollgate.llmproxy.upstream;

import org.jspecify.annotations.Nullable;

/// An upstream could not be asked, or did not answer to the end. The message is for the log.
public final class UpstreamException extends Exception {
    private final Kind kind;

    UpstreamException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /// How far the call had come, which decides who pays.
    public enum Kind {
        /// The request did not leave: nothing can have been charged.
        NOT_SENT,
        /// The request could not even be made, for want of configuration or a credential: nothing
        /// can have been charged, and trying again does not help.
        NOT_SET_UP,
        /// There are no credentials of the tenant's to sign it with: nothing has left.
        NOT_SIGNED,
        /// It left, and the connection broke or the answer was too large: it may have been charged.
        BROKEN,
        /// It left, and the time ran out: it may have been charged.
        LATE
    }
}
