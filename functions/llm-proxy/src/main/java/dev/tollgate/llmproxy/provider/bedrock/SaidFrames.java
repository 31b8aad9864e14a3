package dev.tollgate.llmproxy.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.llmproxy.chat.ChatEvent;
import dev.tollgate.llmproxy.provider.HttpHead;
import dev.tollgate.llmproxy.provider.Piece;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A Converse event stream, for a client of another language. The reason to stop is said at the
/// end: nothing may follow it, and usage does.
final class SaidFrames extends FrameAnswer {
    private @Nullable ChatEvent stop;

    @Override
    public Map<String, String> head(HttpHead head) {
        return Map.of();
    }

    @Override
    Optional<List<Piece>> last() {
        return Optional.ofNullable(stop).map(reason -> List.of(new Piece.Said(reason)));
    }

    @Override
    void read(FrameSplitter.Frame frame, JsonNode payload, List<Piece> pieces) {
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
