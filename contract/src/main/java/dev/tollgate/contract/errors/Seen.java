package dev.tollgate.contract.errors;

import org.jspecify.annotations.Nullable;

/// What a client saw of a call. Null is what this client does not show.
///
/// @param exception the error's name: `x-amzn-ErrorType`, a class, or `:exception-type`
/// @param attempts how often the client sent the request
/// @param shown all that it prints of the error
/// @param started whether content came before the error
/// @param whole whether it got a whole answer, and no error
/// @param body of the answer, or of the last frame, as it was sent
/// @param retryAfter the header of that name
public record Seen(
        @Nullable Integer status,
        @Nullable String exception,
        @Nullable Integer attempts,
        @Nullable String requestId,
        @Nullable String shown,
        boolean started,
        boolean whole,
        @Nullable String body,
        @Nullable String retryAfter) {
    public static Seen complete(@Nullable String requestId) {
        return new Seen(200, null, 1, requestId, "", true, true, null, null);
    }
}
