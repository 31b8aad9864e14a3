package dev.tollgate.llmproxy.provider.bedrock;

import dev.tollgate.llmproxy.language.Language;
import java.util.Arrays;

/// What Bedrock's runtime offers below a model's path, and the language of each.
enum Endpoint {
    CONVERSE(Language.CONVERSE, "converse", "converse-stream"),
    INVOKE(Language.INVOKE, "invoke", "invoke-with-response-stream"),
    COUNT_TOKENS(Language.COUNT_TOKENS, "count-tokens", "count-tokens");

    private final Language language;
    private final String buffered;
    private final String streamed;

    Endpoint(Language language, String buffered, String streamed) {
        this.language = language;
        this.buffered = buffered;
        this.streamed = streamed;
    }

    /// @throws IllegalArgumentException when it is none of these
    static Endpoint of(Language language) {
        return Arrays.stream(values())
                .filter(endpoint -> endpoint.language == language)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Bedrock has no " + language));
    }

    /// The last segment of its path.
    String segment(boolean stream) {
        return stream ? streamed : buffered;
    }
}
