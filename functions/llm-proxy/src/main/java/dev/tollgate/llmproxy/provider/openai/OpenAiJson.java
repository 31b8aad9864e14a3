package dev.tollgate.llmproxy.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.core.money.TokenKind;
import dev.tollgate.core.money.Usage;
import dev.tollgate.llmproxy.chat.ChatEvent.StopReason;
import dev.tollgate.llmproxy.json.StrictJson;
import dev.tollgate.llmproxy.provider.Piece;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What buffered and streamed answers have in common.
final class OpenAiJson {
    private OpenAiJson() {}

    /// Where servers put text that Converse has no place for: DeepSeek, vLLM and llama.cpp;
    /// OpenRouter and Groq; OpenAI.
    private static final List<String> UNSHOWN =
            List.of("reasoning_content", "reasoning", "refusal");

    /// What a message or a piece of one says beside its content.
    static Optional<Piece> unshown(JsonNode message) {
        long bytes =
                UNSHOWN.stream()
                        .map(name -> message.path(name).asText(""))
                        .mapToLong(text -> text.getBytes(StandardCharsets.UTF_8).length)
                        .sum();
        return bytes == 0 ? Optional.empty() : Optional.of(new Piece.Unshown(bytes));
    }

    /// OpenAI's input includes the cached tokens; ours are disjoint. No chat has a prompt of no
    /// token: a count of zero stands where a server does not count, and is no count.
    static Optional<Usage> usage(JsonNode usage) {
        JsonNode prompt = usage.path("prompt_tokens");
        JsonNode completion = usage.path("completion_tokens");
        long cached = usage.path("prompt_tokens_details").path("cached_tokens").asLong(0);
        boolean sound =
                prompt.canConvertToLong()
                        && completion.canConvertToLong()
                        && completion.asLong() >= 0
                        && cached >= 0
                        && prompt.asLong() >= Math.max(1, cached);
        return sound
                ? Optional.of(
                        new Usage(
                                Map.of(
                                        TokenKind.INPUT,
                                        prompt.asLong() - cached,
                                        TokenKind.CACHE_READ,
                                        cached,
                                        TokenKind.OUTPUT,
                                        completion.asLong()),
                                false))
                : Optional.empty();
    }

    static StopReason stopReason(String reason) {
        return switch (reason) {
            case "length" -> StopReason.MAX_TOKENS;
            case "tool_calls", "function_call" -> StopReason.TOOL_USE;
            case "content_filter" -> StopReason.FILTERED;
            default -> StopReason.END;
        };
    }

    static String complaint(byte[] body) {
        return StrictJson.lenientObject(body)
                .map(document -> {
                    JsonNode error = document.path("error");
                    return error.isTextual()
                            ? error.textValue()
                            : error.path("message").asText(document.path("message").asText(""));
                })
                .orElse("");
    }
}
