package dev.tollgate.llmproxy.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.llmproxy.chat.ChatEvent;
import dev.tollgate.llmproxy.chat.ChatEvent.StopReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a Converse answer and its stream have in common.
final class ConverseWords {
    private ConverseWords() {}

    /// @param block of a message, or a delta
    static Optional<ChatEvent> prose(JsonNode block) {
        String text = block.path("text").asText("");
        return text.isEmpty() ? Optional.empty() : Optional.of(new ChatEvent.Text(text));
    }

    /// @param thoughts `reasoningText`, `reasoningContent` or a delta of the latter
    static List<ChatEvent> thoughts(JsonNode thoughts) {
        var events = new ArrayList<ChatEvent>();
        String text = thoughts.path("text").asText("");
        if (!text.isEmpty()) {
            events.add(new ChatEvent.Reasoning(text));
        }
        String signature = thoughts.path("signature").asText("");
        if (!signature.isEmpty()) {
            events.add(new ChatEvent.ReasoningSignature(signature));
        }
        String hidden = thoughts.path("redactedContent").asText("");
        if (!hidden.isEmpty()) {
            events.add(new ChatEvent.HiddenReasoning(hidden));
        }
        return events;
    }

    /// @param number of the block within the answer
    static ChatEvent toolCall(int number, JsonNode use) {
        return new ChatEvent.ToolCall(
                number, use.path("toolUseId").asText(""), use.path("name").asText(""));
    }

    /// @param ending what holds `stopReason`
    static ChatEvent stop(JsonNode ending) {
        StopReason reason =
                switch (ending.path("stopReason").asText("")) {
                    case "tool_use" -> StopReason.TOOL_USE;
                    case "max_tokens" -> StopReason.MAX_TOKENS;
                    case "model_context_window_exceeded" -> StopReason.CONTEXT_FULL;
                    case "stop_sequence" -> StopReason.STOP_SEQUENCE;
                    case "content_filtered", "guardrail_intervened" -> StopReason.FILTERED;
                    default -> StopReason.END;
                };
        return new ChatEvent.Stop(reason);
    }
}
