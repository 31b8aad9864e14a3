package dev.tollgate.llmproxy.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.llmproxy.chat.ChatEvent;
import dev.tollgate.llmproxy.chat.ChatEvent.StopReason;
import dev.tollgate.llmproxy.json.StrictJson;
import dev.tollgate.llmproxy.provider.BrokenAnswerException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Reads content blocks of an answer, whole or begun, as steps of a chat.
final class AnthropicBlocks {
    private AnthropicBlocks() {}

    /// What a block says in its first event; the input of a tool call comes later.
    ///
    /// @throws BrokenAnswerException for a block that no chat has a place for: nothing that was
    ///   asked for here leads to one
    static void begin(int number, JsonNode block, List<ChatEvent> steps)
            throws BrokenAnswerException {
        String type = block.path("type").asText("");
        switch (type) {
            case "text" -> text(block.path("text"), steps);
            case "thinking" -> {
                reasoning(block.path("thinking"), steps);
                signature(block.path("signature"), steps);
            }
            case "redacted_thinking" ->
                    steps.add(new ChatEvent.HiddenReasoning(block.path("data").asText("")));
            case "tool_use" ->
                    steps.add(
                            new ChatEvent.ToolCall(
                                    number,
                                    block.path("id").asText(""),
                                    block.path("name").asText("")));
            default -> throw new BrokenAnswerException("a content block of the type " + type);
        }
    }

    /// What a whole block hands to its tool.
    static void input(int number, JsonNode block, List<ChatEvent> steps) {
        byte[] input = StrictJson.write(block.path("input"));
        steps.add(new ChatEvent.ToolInput(number, new String(input, StandardCharsets.UTF_8)));
    }

    static void text(JsonNode text, List<ChatEvent> steps) {
        if (!text.asText("").isEmpty()) {
            steps.add(new ChatEvent.Text(text.asText()));
        }
    }

    static void reasoning(JsonNode text, List<ChatEvent> steps) {
        if (!text.asText("").isEmpty()) {
            steps.add(new ChatEvent.Reasoning(text.asText()));
        }
    }

    static void signature(JsonNode signature, List<ChatEvent> steps) {
        if (!signature.asText("").isEmpty()) {
            steps.add(new ChatEvent.ReasoningSignature(signature.asText()));
        }
    }

    /// @param holder of `stop_reason` and `stop_sequence`
    static ChatEvent.Stop stop(JsonNode holder) {
        StopReason reason =
                switch (holder.path("stop_reason").asText("")) {
                    case "max_tokens" -> StopReason.MAX_TOKENS;
                    case "stop_sequence" -> StopReason.STOP_SEQUENCE;
                    case "tool_use" -> StopReason.TOOL_USE;
                    case "refusal" -> StopReason.REFUSED;
                    case "model_context_window_exceeded" -> StopReason.CONTEXT_FULL;
                    default -> StopReason.END;
                };
        return new ChatEvent.Stop(reason, holder.path("stop_sequence").asText(null));
    }
}
