package dev.tollgate.llmproxy.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.llmproxy.chat.ChatEvent;
import dev.tollgate.llmproxy.chat.ChatEvent.StopReason;
import dev.tollgate.llmproxy.provider.BrokenAnswerException;
import dev.tollgate.llmproxy.provider.Piece;
import dev.tollgate.llmproxy.provider.WholeAnswer;
import java.util.ArrayList;
import java.util.List;

/// A chat completion in one document.
final class OpenAiAnswerReader extends WholeAnswer {
    @Override
    protected List<Piece> read(ObjectNode document) throws BrokenAnswerException {
        var pieces = new ArrayList<Piece>();
        // First, so that an answer we cannot carry over is still settled for what it took.
        OpenAiJson.usage(document.path("usage")).ifPresent(u -> pieces.add(new Piece.Used(u)));
        if (OpenAiJson.isFailure(document)) {
            pieces.add(OpenAiJson.failed(document));
            return pieces;
        }
        JsonNode choice = document.path("choices").path(0);
        JsonNode message = choice.path("message");
        if (!message.isObject()) {
            throw new BrokenAnswerException("no choices[0].message");
        }
        OpenAiJson.reasoning(message).ifPresent(pieces::add);
        OpenAiJson.refusal(message).ifPresent(pieces::add);
        String text = message.path("content").asText("");
        if (!text.isEmpty()) {
            pieces.add(new Piece.Said(new ChatEvent.Text(text)));
        }
        JsonNode calls = message.path("tool_calls");
        for (int i = 0; i < calls.size(); i++) {
            toolCall(i, calls.get(i), pieces);
        }
        StopReason reason = OpenAiJson.stopReason(choice.path("finish_reason").asText(""));
        pieces.add(OpenAiJson.stop(reason, calls.size()));
        return pieces;
    }

    private static void toolCall(int number, JsonNode call, List<Piece> pieces) {
        JsonNode function = call.path("function");
        pieces.add(
                new Piece.Said(
                        new ChatEvent.ToolCall(
                                number,
                                call.path("id").asText(""),
                                function.path("name").asText(""))));
        pieces.add(
                new Piece.Said(
                        new ChatEvent.ToolInput(number, function.path("arguments").asText(""))));
    }

    @Override
    public String complaint(byte[] error) {
        return OpenAiJson.complaint(error);
    }
}
