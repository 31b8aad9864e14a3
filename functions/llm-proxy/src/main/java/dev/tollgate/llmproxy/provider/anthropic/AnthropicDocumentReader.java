package dev.tollgate.llmproxy.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.core.money.Usage;
import dev.tollgate.llmproxy.json.StrictJson;
import dev.tollgate.llmproxy.messages.MessagesUsage;
import dev.tollgate.llmproxy.provider.AnswerReader;
import dev.tollgate.llmproxy.provider.BrokenAnswerException;
import dev.tollgate.llmproxy.provider.HttpHead;
import dev.tollgate.llmproxy.provider.Piece;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// A buffered answer for a client of the same language: its bytes pass, its usage is read.
final class AnthropicDocumentReader implements AnswerReader {
    private final Function<JsonNode, Optional<Usage>> usage;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

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
    public Map<String, String> head(HttpHead head) {
        return Map.of();
    }

    @Override
    public List<Piece> accept(byte[] bytes) {
        body.writeBytes(bytes);
        return List.of();
    }

    @Override
    public List<Piece> end() throws BrokenAnswerException {
        byte[] bytes = body.toByteArray();
        JsonNode document =
                StrictJson.lenientObject(bytes)
                        .orElseThrow(() -> new BrokenAnswerException("not a JSON object"));
        var pieces = new ArrayList<Piece>();
        usage.apply(document).ifPresent(counted -> pieces.add(new Piece.Used(counted)));
        pieces.add(new Piece.Verbatim(bytes, true, bytes.length));
        return pieces;
    }

    @Override
    public String complaint(byte[] error) {
        return AnthropicComplaint.read(error);
    }
}
