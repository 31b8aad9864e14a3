package dev.tollgate.llmproxy.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.core.money.TokenKind;
import dev.tollgate.core.money.Usage;
import dev.tollgate.llmproxy.json.StrictJson;
import dev.tollgate.llmproxy.messages.MessagesUsage;
import dev.tollgate.llmproxy.provider.AnswerReader;
import dev.tollgate.llmproxy.provider.BrokenAnswerException;
import dev.tollgate.llmproxy.provider.HttpHead;
import dev.tollgate.llmproxy.provider.Piece;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A buffered answer: its bytes pass, its usage is read.
final class DocumentReader implements AnswerReader {
    private final Endpoint endpoint;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private Optional<Usage> fromHeaders = Optional.empty();

    DocumentReader(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public Map<String, String> head(HttpHead head) {
        fromHeaders = BedrockUsage.headers(head);
        return BedrockHeaders.client(head);
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
        Optional<Usage> usage =
                switch (endpoint) {
                    case CONVERSE -> BedrockUsage.converse(document.path("usage"));
                    case INVOKE -> invoked(MessagesUsage.of(document.path("usage")));
                    case COUNT_TOKENS -> Optional.of(Usage.NONE);
                };
        return Stream.concat(
                        usage.stream().<Piece>map(Piece.Used::new),
                        Stream.of(new Piece.Verbatim(bytes, true, bytes.length)))
                .toList();
    }

    /// The headers do not say how long a cache entry lives; Anthropic's own count does.
    private Optional<Usage> invoked(Optional<Usage> own) {
        return own.filter(usage -> usage.of(TokenKind.CACHE_WRITE_1H) > 0)
                .or(() -> fromHeaders)
                .or(() -> own);
    }

    @Override
    public String complaint(byte[] error) {
        return BedrockComplaint.read(error);
    }
}
