package dev.tollgate.llmproxy.provider;

import java.util.Locale;
import java.util.Optional;

/// What a client of the Bedrock runtime can ask of a model.
public enum Operation {
    CONVERSE("converse", false),
    CONVERSE_STREAM("converse-stream", true),
    INVOKE("invoke", false),
    INVOKE_WITH_RESPONSE_STREAM("invoke-with-response-stream", true),
    COUNT_TOKENS("count-tokens", false);

    private final String segment;
    private final boolean streaming;

    Operation(String segment, boolean streaming) {
        this.segment = segment;
        this.streaming = streaming;
    }

    /// @param resource a route as the API has it, for example `/model/{modelId}/converse`
    public static Optional<Operation> ofResource(String resource) {
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

    /// Whether the answer is an event stream.
    public boolean streaming() {
        return streaming;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
