package dev.tollgate.llmproxy.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.core.money.Usage;
import dev.tollgate.core.money.UsageKind;
import dev.tollgate.llmproxy.chat.ChatEvent;
import dev.tollgate.llmproxy.chat.ChatEvent.StopReason;
import dev.tollgate.llmproxy.json.StrictJson;
import dev.tollgate.llmproxy.provider.HttpHead;
import dev.tollgate.llmproxy.provider.Piece;
import dev.tollgate.llmproxy.provider.UpstreamErrors;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What buffered and streamed answers have in common.
final class OpenAiJson {
    private static final Set<String> NAMES = Set.of("role", "type", "id");

    /// Where servers put thoughts: DeepSeek, vLLM and llama.cpp; OpenRouter and Groq.
    private static final List<String> REASONING = List.of("reasoning_content", "reasoning");

    private OpenAiJson() {}

    /// What a message or a piece of one holds of thoughts.
    static Optional<Piece> reasoning(JsonNode message) {
        return REASONING.stream()
                .map(name -> message.path(name).asText(""))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .map(text -> new Piece.Said(new ChatEvent.Reasoning(text)));
    }

    /// What it holds of words in which the model declines.
    static Optional<Piece> refusal(JsonNode message) {
        String text = message.path("refusal").asText("");
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(new Piece.Said(new ChatEvent.Refusal(text)));
    }

    /// OpenAI's input includes the tokens that were cached and those of sound, and does not say how
    /// many were both; ours are disjoint, and those count as cached. No chat has a prompt of no
    /// token: a count of zero stands where a server does not count, and is no count.
    static Optional<Usage> usage(JsonNode usage) {
        JsonNode prompt = usage.path("prompt_tokens");
        JsonNode completion = usage.path("completion_tokens");
        long cached = usage.path("prompt_tokens_details").path("cached_tokens").asLong(0);
        long audio = usage.path("prompt_tokens_details").path("audio_tokens").asLong(0);
        boolean sound =
                prompt.canConvertToLong()
                        && completion.canConvertToLong()
                        && completion.asLong() >= 0
                        && cached >= 0
                        && audio >= 0
                        && prompt.asLong() >= Math.max(1, cached);
        long heard = Math.min(audio, prompt.asLong() - cached);
        return sound
                ? Optional.of(
                        new Usage(
                                Map.of(
                                        UsageKind.INPUT,
                                        prompt.asLong() - cached - heard,
                                        UsageKind.AUDIO,
                                        heard,
                                        UsageKind.CACHE_READ,
                                        cached,
                                        UsageKind.OUTPUT,
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

    /// Why an answer ends. Some servers say `stop` after calls too.
    ///
    /// @param calls how many it has
    static Piece stop(StopReason reason, int calls) {
        return new Piece.Said(
                new ChatEvent.Stop(
                        reason == StopReason.END && calls > 0 ? StopReason.TOOL_USE : reason));
    }

    /// Whether a document that came with a good status is an error all the same, as routers in
    /// front of several providers answer.
    static boolean isFailure(JsonNode document) {
        return document.hasNonNull("error") && !document.path("choices").isArray();
    }

    /// An answer that says it cannot go on.
    ///
    /// @param holder of `error`
    static Piece failed(JsonNode holder) {
        return new Piece.Failed(UpstreamErrors.inAnswer(holder.path("error")));
    }

    /// Headers of an answer that passes; the upstream's own request id and limits would hide ours.
    static Map<String, String> head(HttpHead head) {
        return head.header("content-type")
                .map(type -> Map.of("content-type", type))
                .orElse(Map.of());
    }

    /// UTF-8 bytes of what a delta adds: all text below it, except what only names its kind.
    static long textBytes(JsonNode delta) {
        if (delta.isTextual()) {
            return delta.textValue().getBytes(StandardCharsets.UTF_8).length;
        }
        long sum = 0;
        for (var member : delta.properties()) {
            sum += NAMES.contains(member.getKey()) ? 0 : textBytes(member.getValue());
        }
        for (int i = 0; i < (delta.isArray() ? delta.size() : 0); i++) {
            sum += textBytes(delta.get(i));
        }
        return sum;
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
