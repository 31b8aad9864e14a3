package dev.tollgate.llmproxy.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.llmproxy.chat.ChatEvent;
import dev.tollgate.llmproxy.messages.MessagesEvents;
import dev.tollgate.llmproxy.provider.BrokenAnswerException;
import dev.tollgate.llmproxy.provider.Piece;
import java.util.ArrayList;
import java.util.List;

/// Reads a stream's events as steps of a chat. Tool calls are told apart by their block's number.
/// Not thread-safe.
final class ChatSteps implements AnthropicEvents.Reading {
    private ChatEvent.Stop stop = new ChatEvent.Stop(ChatEvent.StopReason.END);

    @Override
    public List<Piece> read(JsonNode event, MessagesEvents.Meaning meaning, byte[] raw)
            throws BrokenAnswerException {
        var steps = new ArrayList<ChatEvent>();
        int block = event.path("index").asInt(0);
        switch (event.path("type").asText("")) {
            case "content_block_start" -> begin(block, event.path("content_block"), steps);
            case "content_block_delta" -> delta(block, event.path("delta"), steps);
            case "message_delta" -> stop = AnthropicBlocks.stop(event.path("delta"));
            case "message_stop" -> steps.add(stop);
            default -> {}
        }
        return steps.stream().<Piece>map(Piece.Said::new).toList();
    }

    /// Some servers that speak as Anthropic does say a call's input at once.
    private static void begin(int number, JsonNode block, List<ChatEvent> steps)
            throws BrokenAnswerException {
        AnthropicBlocks.begin(number, block, steps);
        if (!block.path("input").isEmpty()) {
            AnthropicBlocks.input(number, block, steps);
        }
    }

    private static void delta(int block, JsonNode delta, List<ChatEvent> steps) {
        switch (delta.path("type").asText("")) {
            case "text_delta" -> AnthropicBlocks.text(delta.path("text"), steps);
            case "thinking_delta" -> AnthropicBlocks.reasoning(delta.path("thinking"), steps);
            case "signature_delta" -> AnthropicBlocks.signature(delta.path("signature"), steps);
            case "input_json_delta" -> {
                String fragment = delta.path("partial_json").asText("");
                if (!fragment.isEmpty()) {
                    steps.add(new ChatEvent.ToolInput(block, fragment));
                }
            }
            default -> {}
        }
    }
}
