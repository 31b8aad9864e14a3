package dev.tollgate.llmproxy.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.llmproxy.chat.ChatEvent;
import dev.tollgate.llmproxy.json.StrictJson;
import dev.tollgate.llmproxy.provider.AnswerReader;
import dev.tollgate.llmproxy.provider.BrokenAnswerException;
import dev.tollgate.llmproxy.provider.HttpHead;
import dev.tollgate.llmproxy.provider.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A Converse event stream, for a client of another language. The reason to stop is said at the
/// end: nothing may follow it, and usage does.
final class SaidFrames implements AnswerReader {
    private final FrameSplitter frames = new FrameSplitter();
    private @Nullable ChatEvent stop;

    @Override
    public Map<String, String> head(HttpHead head) {
        return Map.of();
    }

    @Override
    public List<Piece> accept(byte[] bytes) {
        frames.accept(bytes);
        var pieces = new ArrayList<Piece>();
        try {
            for (var frame = frames.next(); frame.isPresent(); frame = frames.next()) {
                read(frame.get(), pieces);
            }
        } catch (BrokenAnswerException e) {
            pieces.add(new Piece.Broken(e.why()));
        }
        return pieces;
    }

    @Override
    public List<Piece> end() throws BrokenAnswerException {
        if (frames.isOpen() || stop == null) {
            throw new BrokenAnswerException("the event stream ended too early");
        }
        return List.of(new Piece.Said(stop));
    }

    @Override
    public String complaint(byte[] error) {
        return BedrockComplaint.read(error);
    }

    private void read(FrameSplitter.Frame frame, List<Piece> pieces) throws BrokenAnswerException {
        if (!frame.kind().equals("event")) {
            pieces.add(
                    new Piece.Failed(BedrockComplaint.ofException(frame.type(), frame.payload())));
            return;
        }
        JsonNode payload =
                StrictJson.lenientObject(frame.payload())
                        .orElseThrow(() -> new BrokenAnswerException("a frame without JSON"));
        switch (frame.type()) {
            case "contentBlockStart" -> begun(payload, pieces);
            case "contentBlockDelta" -> delta(payload, pieces);
            case "messageStop" -> stop = ConverseWords.stop(payload);
            case "metadata" ->
                    BedrockUsage.converse(payload.path("usage"))
                            .ifPresent(usage -> pieces.add(new Piece.Used(usage)));
            default -> {}
        }
    }

    private static void begun(JsonNode payload, List<Piece> pieces) {
        JsonNode use = payload.path("start").path("toolUse");
        if (use.isObject()) {
            pieces.add(new Piece.Said(ConverseWords.toolCall(number(payload), use)));
        }
    }

    private static void delta(JsonNode payload, List<Piece> pieces) {
        JsonNode delta = payload.path("delta");
        ConverseWords.prose(delta).map(Piece.Said::new).ifPresent(pieces::add);
        ConverseWords.thoughts(delta.path("reasoningContent")).stream()
                .map(Piece.Said::new)
                .forEach(pieces::add);
        String input = delta.path("toolUse").path("input").asText("");
        if (!input.isEmpty()) {
            pieces.add(new Piece.Said(new ChatEvent.ToolInput(number(payload), input)));
        }
    }

    private static int number(JsonNode payload) {
        return payload.path("contentBlockIndex").asInt(0);
    }
}
