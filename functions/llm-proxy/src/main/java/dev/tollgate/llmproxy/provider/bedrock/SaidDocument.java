package dev.tollgate.llmproxy.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.llmproxy.chat.ChatEvent;
import dev.tollgate.llmproxy.json.StrictJson;
import dev.tollgate.llmproxy.provider.BrokenAnswerException;
import dev.tollgate.llmproxy.provider.Piece;
import dev.tollgate.llmproxy.provider.WholeAnswer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A buffered Converse answer, for a client of another language.
final class SaidDocument extends WholeAnswer {
    @Override
    protected List<Piece> read(ObjectNode document) throws BrokenAnswerException {
        var pieces = new ArrayList<Piece>();
        // First, so that an answer we cannot carry over is still settled for what it took.
        BedrockUsage.converse(document.path("usage")).ifPresent(u -> pieces.add(new Piece.Used(u)));
        JsonNode content = document.path("output").path("message").path("content");
        if (!content.isArray()) {
            throw new BrokenAnswerException("no output.message.content");
        }
        for (int i = 0; i < content.size(); i++) {
            block(i, content.get(i), pieces);
        }
        pieces.add(said(ConverseWords.stop(document)));
        return pieces;
    }

    @Override
    public String complaint(byte[] error) {
        return BedrockComplaint.read(error);
    }

    private static void block(int number, JsonNode block, List<Piece> pieces) {
        ConverseWords.prose(block).map(SaidDocument::said).ifPresent(pieces::add);
        JsonNode thoughts = block.path("reasoningContent");
        ConverseWords.thoughts(thoughts.path("reasoningText")).stream()
                .map(SaidDocument::said)
                .forEach(pieces::add);
        ConverseWords.thoughts(thoughts).stream().map(SaidDocument::said).forEach(pieces::add);
        JsonNode use = block.path("toolUse");
        if (use.isObject()) {
            pieces.add(said(ConverseWords.toolCall(number, use)));
            String input = new String(StrictJson.write(use.path("input")), StandardCharsets.UTF_8);
            pieces.add(said(new ChatEvent.ToolInput(number, input)));
        }
    }

    private static Piece said(ChatEvent event) {
        return new Piece.Said(event);
    }
}
