package dev.tollgate.llmproxy.dialect.bedrock;

import dev.tollgate.llmproxy.language.Language;
import java.util.Arrays;
import java.util.Optional;

/// What a client of the Bedrock runtime can ask of a model, or of a guardrail.
public enum Operation {
    CONVERSE("/model/{modelId}/converse", Language.CONVERSE, false),
    CONVERSE_STREAM("/model/{modelId}/converse-stream", Language.CONVERSE, true),
    INVOKE("/model/{modelId}/invoke", Language.INVOKE, false),
    INVOKE_WITH_RESPONSE_STREAM(
            "/model/{modelId}/invoke-with-response-stream", Language.INVOKE, true),
    COUNT_TOKENS("/model/{modelId}/count-tokens", Language.COUNT_TOKENS, false),
    APPLY_GUARDRAIL(
            "/guardrail/{guardrailIdentifier}/version/{guardrailVersion}/apply",
            Language.APPLY_GUARDRAIL,
            false);

    private final String resource;
    private final Language language;
    private final boolean stream;

    Operation(String resource, Language language, boolean stream) {
        this.resource = resource;
        this.language = language;
        this.stream = stream;
    }

    /// @param resource a route as the API has it, for example `/model/{modelId}/converse`
    static Optional<Operation> ofResource(String resource) {
        return Arrays.stream(values())
                .filter(operation -> operation.resource.equals(resource))
                .findFirst();
    }

    /// Its route as the API has it.
    public String resource() {
        return resource;
    }

    /// The parameter of its path that holds the alias.
    public String alias() {
        return resource.substring(resource.indexOf('{') + 1, resource.indexOf('}'));
    }

    /// The last segment of its path.
    String segment() {
        return resource.substring(resource.lastIndexOf('/') + 1);
    }

    Language language() {
        return language;
    }

    /// Whether the answer is an event stream.
    boolean stream() {
        return stream;
    }
}
