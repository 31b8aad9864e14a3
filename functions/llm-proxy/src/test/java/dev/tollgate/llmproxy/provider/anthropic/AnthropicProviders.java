package dev.tollgate.llmproxy.provider.anthropic;

import dev.tollgate.llmproxy.provider.Provider;

/// For tests of other packages.
public final class AnthropicProviders {
    private AnthropicProviders() {}

    public static Provider create() {
        return new AnthropicProvider();
    }
}
