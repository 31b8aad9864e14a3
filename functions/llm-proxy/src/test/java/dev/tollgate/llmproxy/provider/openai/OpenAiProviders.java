package dev.tollgate.llmproxy.provider.openai;

import dev.tollgate.llmproxy.provider.AnswerReader;
import dev.tollgate.llmproxy.provider.Provider;

/// Gives tests of other packages the provider.
public final class OpenAiProviders {
    private OpenAiProviders() {}

    public static Provider create() {
        return new OpenAiProvider();
    }

    public static AnswerReader reader(boolean stream) {
        return stream ? new OpenAiStreamReader() : new OpenAiAnswerReader();
    }
}
