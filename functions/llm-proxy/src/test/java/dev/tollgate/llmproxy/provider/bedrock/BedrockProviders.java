package dev.tollgate.llmproxy.provider.bedrock;

import dev.tollgate.llmproxy.provider.Provider;

/// Gives tests of other packages the provider.
public final class BedrockProviders {
    private BedrockProviders() {}

    public static Provider create() {
        return new BedrockProvider();
    }
}
