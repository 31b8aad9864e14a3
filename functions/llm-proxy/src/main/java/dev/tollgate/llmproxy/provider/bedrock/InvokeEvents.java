package dev.tollgate.llmproxy.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.core.money.TokenKind;
import dev.tollgate.core.money.Usage;
import dev.tollgate.llmproxy.json.StrictJson;
import dev.tollgate.llmproxy.provider.BrokenAnswerException;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Chunks of `invoke-with-response-stream`: `{"bytes": base64}` around the model's own event. The
/// last carries Bedrock's metrics; Anthropic's own usage stands in for them.
final class InvokeEvents implements FrameReader.Events {
    private static final Set<String> BEFORE_CONTENT = Set.of("message_start", "ping");

    private final boolean anthropic;
    private final Map<TokenKind, Long> counts = new EnumMap<>(TokenKind.class);
    private boolean begun;
    private boolean metered;
    private boolean stopped;

    InvokeEvents(boolean anthropic) {
        this.anthropic = anthropic;
    }

    @Override
    public FrameReader.Meaning read(String type, JsonNode payload) throws BrokenAnswerException {
        begun = true;
        JsonNode event = unwrap(payload);
        String kind = event.path("type").asText("");
        stopped |= kind.equals("message_stop");
        JsonNode text = anthropic ? event.path("delta") : event;
        return new FrameReader.Meaning(
                !BEFORE_CONTENT.contains(kind), FrameReader.textBytes(text), usage(kind, event));
    }

    @Override
    public boolean isWhole() {
        return stopped || metered || (begun && !anthropic);
    }

    private Optional<Usage> usage(String kind, JsonNode event) {
        Optional<Usage> metrics =
                BedrockUsage.metrics(event.path("amazon-bedrock-invocationMetrics"));
        if (metrics.isPresent()) {
            metered = true;
            return metrics;
        }
        counts.putAll(BedrockUsage.anthropicPart(event.path("message").path("usage")));
        counts.putAll(BedrockUsage.anthropicPart(event.path("usage")));
        // The output's count is complete in message_delta only.
        return kind.equals("message_delta") ? BedrockUsage.complete(counts) : Optional.empty();
    }

    private static JsonNode unwrap(JsonNode payload) throws BrokenAnswerException {
        try {
            byte[] bytes = Base64.getDecoder().decode(payload.path("bytes").asText(""));
            return StrictJson.lenientObject(bytes)
                    .orElseThrow(() -> new BrokenAnswerException("a chunk without JSON"));
        } catch (IllegalArgumentException _) {
            throw new BrokenAnswerException("a chunk that is not base64");
        }
    }
}
