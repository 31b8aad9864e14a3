package dev.tollgate.llmproxy.provider.gemini;

import dev.tollgate.llmproxy.provider.AnswerReader;
import dev.tollgate.llmproxy.provider.Provider;

/// Gives tests of other packages the provider.
public final class GeminiProviders {
    private GeminiProviders() {}

    public static Provider create() {
        return new GeminiProvider();
    }

    public static AnswerReader reader(boolean stream) {
        return stream ? new GeminiStreamReader() : new GeminiAnswerReader();
    }
}
