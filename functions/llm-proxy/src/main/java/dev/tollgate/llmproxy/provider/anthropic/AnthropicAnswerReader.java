package dev.tollgate.llmproxy.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.llmproxy.chat.ChatEvent;
import dev.tollgate.llmproxy.messages.MessagesUsage;
import dev.tollgate.llmproxy.provider.BrokenAnswerException;
import dev.tollgate.llmproxy.provider.Piece;
import dev.tollgate.llmproxy.provider.WholeAnswer;
import java.util.ArrayList;
import java.util.List;

/// A buffered answer as steps of a chat.
final class AnthropicAnswerReader extends WholeAnswer {
    @Override
    protected List<Piece> read(ObjectNode message) throws BrokenAnswerException {
        var pieces = new ArrayList<Piece>();
        // First, so that an answer we cannot carry over is still settled for what it took.
        MessagesUsage.of(message.path("usage"))
                .ifPresent(usage -> pieces.add(new Piece.Used(usage)));
        if (AnthropicComplaint.isOne(message)) {
            pieces.add(new Piece.Failed(AnthropicComplaint.ofEvent(message)));
            return pieces;
        }
        if (!message.path("content").isArray()) {
            throw new BrokenAnswerException("no content");
        }
        var steps = new ArrayList<ChatEvent>();
        for (int i = 0; i < message.path("content").size(); i++) {
            block(i, message.path("content").path(i), steps);
        }
        steps.add(AnthropicBlocks.stop(message));
        steps.forEach(step -> pieces.add(new Piece.Said(step)));
        return pieces;
    }

    @Override
    public String complaint(byte[] error) {
        return AnthropicComplaint.read(error);
    }

    private static void block(int number, JsonNode block, List<ChatEvent> steps)
            throws BrokenAnswerException {
        AnthropicBlocks.begin(number, block, steps);
        if (block.path("input").isObject()) {
            AnthropicBlocks.input(number, block, steps);
        }
    }
}
