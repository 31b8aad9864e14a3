package dev.tollgate.llmproxy.dialect.bedrock;

import dev.tollgate.llmproxy.dialect.Dialect;

/// Gives tests of other packages the dialect.
public final class BedrockDialects {
    private BedrockDialects() {}

    public static Dialect create() {
        return new BedrockDialect();
    }
}
