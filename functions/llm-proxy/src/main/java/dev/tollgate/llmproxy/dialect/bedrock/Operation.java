package dev.tollgate.llmproxy.dialect.bedrock;

import dev.tollgate.llmproxy.language.Language;
import java.util.Optional;

/// What a client of the Bedrock runtime can ask of a model.
public enum Operation {
    CONVERSE("converse", Language.CONVERSE, false),
    CONVERSE_STREAM("converse-stream", Language.CONVERSE, true),
    INVOKE("invoke", Language.INVOKE, false),
    INVOKE_WITH_RESPONSE_STREAM("invoke-with-response-stream", Language.INVOKE, true),
    COUNT_TOKENS("count-tokens", Language.COUNT_TOKENS, false);

    private final String segment;
    private final Language language;
    private final boolean stream;

    Operation(String segment, Language language, boolean stream) {
        this.segment = segment;
        this.language = language;
        this.stream = stream;
    }

    /// @param resource a route as the API has it, for example `/model/{modelId}/converse`
    static Optional<Operation> ofResource(String resource) {
        for (Operation operation : values()) {
            if (resource.equals("/model/{modelId}/" + operation.segment)) {
                return Optional.of(operation);
            }
        }
        return Optional.empty();
    }

    /// The last segment of its path.
    public String segment() {
        return segment;
    }

    Language language() {
        return language;
    }

    /// Whether the answer is an event stream.
    boolean stream() {
        return stream;
    }
}
