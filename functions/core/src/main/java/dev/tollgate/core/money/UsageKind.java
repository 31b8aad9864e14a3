package dev.tollgate.core.money;

/// What usage is counted in and has prices of its own. The kinds of one usage are disjoint: a token
/// is counted once.
public enum UsageKind {
    /// Read by the model, neither from nor into a cache.
    INPUT("input"),
    /// Written by the model, reasoning included.
    OUTPUT("output"),
    /// Read from the provider's prompt cache.
    CACHE_READ("cacheRead"),
    /// Written into the provider's prompt cache, for its default time.
    CACHE_WRITE("cacheWrite"),
    /// Written into the provider's prompt cache, for an hour.
    CACHE_WRITE_1H("cacheWrite1h"),
    /// Of sound, read by the model and from no cache.
    AUDIO("audio");

    private final String word;

    UsageKind(String word) {
        this.word = word;
    }

    /// The word for it in configuration and on lines.
    public String word() {
        return word;
    }
}
