package dev.tollgate.core.config;

/// Which calls a target is for.
///
/// @param leastBytes of the request's body, 0 or more
/// @param mostBytes of the request's body, [#ANY_SIZE] for no bound
public record Condition(long leastBytes, long mostBytes) {
    public static final long ANY_SIZE = Long.MAX_VALUE;

    /// Every call.
    public static final Condition ANY = new Condition(0, ANY_SIZE);

    public Condition {
        if (leastBytes < 0 || mostBytes < leastBytes) {
            throw new IllegalArgumentException("bytes are 0 or more, the least first");
        }
    }

    /// @param bytes of the request's body
    public boolean met(long bytes) {
        return bytes >= leastBytes && bytes <= mostBytes;
    }
}
