package dev.tollgate.llmproxy.provider.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.core.money.Usage;
import dev.tollgate.llmproxy.provider.HttpHead;
import dev.tollgate.llmproxy.provider.PassedAnswer;
import dev.tollgate.llmproxy.provider.Piece;
import java.util.Map;
import java.util.Optional;

/// A buffered completion for a client of the same language.
final class PassedDocument extends PassedAnswer {
    @Override
    public Map<String, String> head(HttpHead head) {
        return OpenAiJson.head(head);
    }

    @Override
    protected Optional<Usage> usage(ObjectNode completion) {
        return OpenAiJson.usage(completion.path("usage"));
    }

    @Override
    protected Optional<Piece> failure(ObjectNode document) {
        return OpenAiJson.isFailure(document)
                ? Optional.of(OpenAiJson.failed(document))
                : Optional.empty();
    }

    @Override
    public String complaint(byte[] error) {
        return OpenAiJson.complaint(error);
    }
}
