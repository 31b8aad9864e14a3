package dev.tollgate.llmproxy.provider;

import dev.tollgate.core.config.ProviderConfig;
import dev.tollgate.core.config.Target;
import org.jspecify.annotations.Nullable;

/// Where a call goes.
public record Upstream(ProviderConfig config, Target target) {
    /// The bound on an answer of which the client said how long it may be.
    ///
    /// @param asked tokens, or null for no wish
    public long capped(@Nullable Long asked) {
        return asked == null ? target.maxOutputTokens() : Math.min(asked, target.maxOutputTokens());
    }
}
