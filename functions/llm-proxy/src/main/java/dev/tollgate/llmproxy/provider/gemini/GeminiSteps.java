package dev.tollgate.llmproxy.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.core.money.Usage;
import dev.tollgate.core.money.UsageKind;
import dev.tollgate.llmproxy.chat.ChatEvent;
import dev.tollgate.llmproxy.chat.ChatEvent.StopReason;
import dev.tollgate.llmproxy.json.StrictJson;
import dev.tollgate.llmproxy.provider.BrokenAnswerException;
import dev.tollgate.llmproxy.provider.Piece;
import dev.tollgate.llmproxy.provider.UpstreamErrors;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads responses of generateContent, one or the many of a stream, as steps of a chat. Not
/// thread-safe.
final class GeminiSteps {
    private @Nullable StopReason stop;
    private int calls;

    /// What one response says; usage first, so that an answer that cannot be carried over is still
    /// settled for what it took.
    ///
    /// @param pieces what was said before it, which this adds to
    /// @throws BrokenAnswerException for a part or an end that nothing asked for here leads to
    void read(JsonNode response, List<Piece> pieces) throws BrokenAnswerException {
        if (response.hasNonNull("error")) {
            pieces.add(new Piece.Failed(UpstreamErrors.inAnswer(response.path("error"))));
            return;
        }
        JsonNode candidate = response.path("candidates").path(0);
        String ended = candidate.path("finishReason").asText("");
        boolean blocked = response.path("promptFeedback").hasNonNull("blockReason");
        usage(response.path("usageMetadata"), blocked || !ended.isEmpty()).ifPresent(pieces::add);
        for (JsonNode part : candidate.path("content").path("parts")) {
            part(part, response.path("responseId").asText(""), pieces);
        }
        if (!ended.isEmpty()) {
            stop = stopReason(ended);
        } else if (blocked) {
            stop = StopReason.FILTERED;
        }
    }

    /// @return empty while the answer has not said why it ends
    Optional<Piece> stop() {
        return Optional.ofNullable(stop)
                .map(reason -> reason == StopReason.END && calls > 0 ? StopReason.TOOL_USE : reason)
                .map(reason -> new Piece.Said(new ChatEvent.Stop(reason)));
    }

    private void part(JsonNode part, String answer, List<Piece> pieces)
            throws BrokenAnswerException {
        if (part.hasNonNull("functionCall")) {
            signature(part, pieces);
            call(part.path("functionCall"), answer, pieces);
        } else if (part.path("text").isTextual()) {
            String text = part.path("text").textValue();
            boolean thought = part.path("thought").asBoolean(false);
            if (!text.isEmpty()) {
                say(thought ? new ChatEvent.Reasoning(text) : new ChatEvent.Text(text), pieces);
            }
        } else if (!part.has("thoughtSignature")) {
            throw new BrokenAnswerException(
                    "a part of " + part.propertyStream().map(Map.Entry::getKey).toList());
        }
    }

    private static void signature(JsonNode part, List<Piece> pieces) {
        String own = part.path("thoughtSignature").asText("");
        if (!own.isEmpty()) {
            say(new ChatEvent.ReasoningSignature(Signature.shown(own)), pieces);
        }
    }

    /// Gemini gives calls no id unless it likes; the answer's own makes one that is not met again.
    private void call(JsonNode call, String answer, List<Piece> pieces) {
        int number = calls++;
        String given = call.path("id").asText("");
        String id = given.isEmpty() ? "call_" + answer + "_" + number : given;
        say(new ChatEvent.ToolCall(number, id, call.path("name").asText("")), pieces);
        JsonNode input = call.path("args");
        String json =
                input.isObject()
                        ? new String(StrictJson.write(input), StandardCharsets.UTF_8)
                        : "{}";
        say(new ChatEvent.ToolInput(number, json), pieces);
    }

    private static void say(ChatEvent event, List<Piece> pieces) {
        pieces.add(new Piece.Said(event));
    }

    /// Gemini's input includes the cached tokens, and its output leaves out the thoughts; ours are
    /// disjoint, and thoughts are output.
    ///
    /// @param ended whether nothing more is written, so that a missing count is none
    private static Optional<Piece> usage(JsonNode usage, boolean ended) {
        long prompt = usage.path("promptTokenCount").asLong(0);
        long cached = usage.path("cachedContentTokenCount").asLong(0);
        if (prompt < Math.max(1, cached) || cached < 0) {
            return Optional.empty();
        }
        long uncached =
                heard(usage.path("promptTokensDetails")) - heard(usage.path("cacheTokensDetails"));
        long sound = Math.clamp(uncached, 0, prompt - cached);
        long input = prompt - cached - sound + usage.path("toolUsePromptTokenCount").asLong(0);
        if (!ended && !usage.has("candidatesTokenCount") && !usage.has("thoughtsTokenCount")) {
            return Optional.of(
                    new Piece.Read(
                            new Usage(
                                    Map.of(
                                            UsageKind.INPUT,
                                            input,
                                            UsageKind.AUDIO,
                                            sound,
                                            UsageKind.CACHE_READ,
                                            cached),
                                    false)));
        }
        long output =
                usage.path("candidatesTokenCount").asLong(0)
                        + usage.path("thoughtsTokenCount").asLong(0);
        return Optional.of(
                new Piece.Used(
                        new Usage(
                                Map.of(
                                        UsageKind.INPUT,
                                        input,
                                        UsageKind.AUDIO,
                                        sound,
                                        UsageKind.CACHE_READ,
                                        cached,
                                        UsageKind.OUTPUT,
                                        Math.max(0, output)),
                                false)));
    }

    private static long heard(JsonNode details) {
        return details.valueStream()
                .filter(detail -> detail.path("modality").asText("").equals("AUDIO"))
                .mapToLong(detail -> detail.path("tokenCount").asLong(0))
                .sum();
    }

    /// @throws BrokenAnswerException for an answer that came out wrong
    private static StopReason stopReason(String reason) throws BrokenAnswerException {
        return switch (reason) {
            case "MAX_TOKENS" -> StopReason.MAX_TOKENS;
            case "SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "MODEL_ARMOR" ->
                    StopReason.FILTERED;
            case "MALFORMED_FUNCTION_CALL",
                    "MALFORMED_RESPONSE",
                    "MISSING_THOUGHT_SIGNATURE",
                    "TOO_MANY_TOOL_CALLS",
                    "UNEXPECTED_TOOL_CALL" ->
                    throw new BrokenAnswerException("the answer ended with " + reason);
            default -> StopReason.END;
        };
    }
}
