package dev.tollgate.llmproxy.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.llmproxy.chat.ChatEvent;
import dev.tollgate.llmproxy.json.StrictJson;
import dev.tollgate.llmproxy.messages.MessagesUsage;
import dev.tollgate.llmproxy.provider.AnswerReader;
import dev.tollgate.llmproxy.provider.BrokenAnswerException;
import dev.tollgate.llmproxy.provider.HttpHead;
import dev.tollgate.llmproxy.provider.Piece;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A buffered answer as steps of a chat.
final class AnthropicAnswerReader implements AnswerReader {
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
        JsonNode message =
                StrictJson.lenientObject(body.toByteArray())
                        .orElseThrow(() -> new BrokenAnswerException("not a JSON object"));
        var pieces = new ArrayList<Piece>();
        // First, so that an answer we cannot carry over is still settled for what it took.
        MessagesUsage.of(message.path("usage"))
                .ifPresent(usage -> pieces.add(new Piece.Used(usage)));
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
            String input =
                    new String(StrictJson.write(block.path("input")), StandardCharsets.UTF_8);
            steps.add(new ChatEvent.ToolInput(number, input));
        }
    }
}
