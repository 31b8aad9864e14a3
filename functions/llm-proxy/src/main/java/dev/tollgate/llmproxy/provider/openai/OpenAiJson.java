package dev.tollgate.llmproxy.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.core.money.TokenKind;
import dev.tollgate.core.money.Usage;
import dev.tollgate.llmproxy.chat.ChatEvent.StopReason;
import dev.tollgate.llmproxy.json.StrictJson;
import java.util.Map;
import java.util.Optional;

/// What buffered and streamed answers have in common.
final class OpenAiJson {
    private OpenAiJson() {}

    /// OpenAI's input includes the cached tokens; ours are disjoint.
    static Optional<Usage> usage(JsonNode usage) {
        JsonNode prompt = usage.path("prompt_tokens");
        JsonNode completion = usage.path("completion_tokens");
        long cached = usage.path("prompt_tokens_details").path("cached_tokens").asLong(0);
        boolean sound =
                prompt.canConvertToLong()
                        && completion.canConvertToLong()
                        && completion.asLong() >= 0
                        && cached >= 0
                        && prompt.asLong() >= cached;
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
