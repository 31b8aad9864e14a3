package dev.tollgate.llmproxy.dialect.anthropic;

import dev.tollgate.llmproxy.dialect.Dialect;

/// For tests of other packages.
public final class AnthropicDialects {
    private AnthropicDialects() {}

    public static Dialect.Listing create() {
        return new AnthropicDialect();
    }
}
