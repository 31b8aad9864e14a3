package dev.tollgate.llmproxy.provider.bedrock;

import dev.tollgate.llmproxy.provider.Provider;

/// Gives tests of other packages the providers.
public final class BedrockProviders {
    private BedrockProviders() {}

    public static Provider create() {
        return new BedrockProvider();
    }

    public static Provider guardrails() {
        return new BedrockGuardrails();
    }
}
