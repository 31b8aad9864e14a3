package dev.tollgate.llmproxy.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.core.money.Usage;
import dev.tollgate.llmproxy.messages.MessagesUsage;
import dev.tollgate.llmproxy.provider.PassedAnswer;
import dev.tollgate.llmproxy.provider.Piece;
import java.util.Optional;
import java.util.function.Function;

/// A buffered answer for a client of the same language.
final class AnthropicDocumentReader extends PassedAnswer {
    private final Function<JsonNode, Optional<Usage>> usage;

    private AnthropicDocumentReader(Function<JsonNode, Optional<Usage>> usage) {
        this.usage = usage;
    }

    static AnthropicDocumentReader ofMessage() {
        return new AnthropicDocumentReader(document -> MessagesUsage.of(document.path("usage")));
    }

    /// An answer that costs nothing.
    static AnthropicDocumentReader ofCount() {
        return new AnthropicDocumentReader(_ -> Optional.of(Usage.NONE));
    }

    @Override
    protected Optional<Usage> usage(ObjectNode document) {
        return usage.apply(document);
    }

    @Override
    protected Optional<Piece> failure(ObjectNode document) {
        return AnthropicComplaint.isOne(document)
                ? Optional.of(new Piece.Failed(AnthropicComplaint.ofEvent(document)))
                : Optional.empty();
    }

    @Override
    public String complaint(byte[] error) {
        return AnthropicComplaint.read(error);
    }
}
