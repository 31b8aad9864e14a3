package dev.tollgate.llmproxy.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.core.money.Usage;
import dev.tollgate.llmproxy.json.StrictJson;
import dev.tollgate.llmproxy.provider.BrokenAnswerException;
import dev.tollgate.llmproxy.provider.Piece;
import dev.tollgate.llmproxy.provider.WholeAnswer;
import java.util.List;

/// Bedrock's count of tokens, as Anthropic says one.
final class MessagesCountReader extends WholeAnswer {
    @Override
    protected List<Piece> read(ObjectNode document) throws BrokenAnswerException {
        JsonNode count = document.path("inputTokens");
        if (!count.canConvertToLong()) {
            throw new BrokenAnswerException("no inputTokens");
        }
        byte[] answer =
                StrictJson.write(StrictJson.newObject().put("input_tokens", count.longValue()));
        return List.of(new Piece.Used(Usage.NONE), new Piece.Verbatim(answer, true, 0));
    }

    @Override
    public String complaint(byte[] error) {
        return BedrockComplaint.read(error);
    }
}
