package dev.tollgate.llmproxy.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.core.money.Usage;
import dev.tollgate.llmproxy.json.StrictJson;
import dev.tollgate.llmproxy.provider.AnswerReader;
import dev.tollgate.llmproxy.provider.BrokenAnswerException;
import dev.tollgate.llmproxy.provider.HttpHead;
import dev.tollgate.llmproxy.provider.Piece;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;

/// Bedrock's count of tokens, as Anthropic says one.
final class MessagesCountReader implements AnswerReader {
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

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
        JsonNode count =
                StrictJson.lenientObject(body.toByteArray())
                        .map(document -> document.path("inputTokens"))
                        .filter(JsonNode::canConvertToLong)
                        .orElseThrow(() -> new BrokenAnswerException("no inputTokens"));
        byte[] answer =
                StrictJson.write(StrictJson.newObject().put("input_tokens", count.longValue()));
        return List.of(new Piece.Used(Usage.NONE), new Piece.Verbatim(answer, true, 0));
    }

    @Override
    public String complaint(byte[] error) {
        return BedrockComplaint.read(error);
    }
}
