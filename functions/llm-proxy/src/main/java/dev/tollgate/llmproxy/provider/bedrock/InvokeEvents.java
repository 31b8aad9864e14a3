package dev.tollgate.llmproxy.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.core.money.Usage;
import dev.tollgate.core.money.UsageKind;
import dev.tollgate.llmproxy.json.StrictJson;
import dev.tollgate.llmproxy.messages.MessagesEvents;
import dev.tollgate.llmproxy.provider.BrokenAnswerException;
import java.util.Base64;
import java.util.Optional;

/// Chunks of `invoke-with-response-stream`: `{"bytes": base64}` around the model's own event. The
/// last carries Bedrock's metrics; Anthropic's own usage stands in for them, and before them where
/// it says how long a cache entry lives.
final class InvokeEvents implements FrameReader.Events {
    static final String METRICS = "amazon-bedrock-invocationMetrics";

    private final boolean anthropic;
    private final MessagesEvents messages = new MessagesEvents();
    private boolean begun;
    private boolean metered;
    private boolean longCache;

    InvokeEvents(boolean anthropic) {
        this.anthropic = anthropic;
    }

    @Override
    public FrameReader.Meaning read(String type, JsonNode payload) throws BrokenAnswerException {
        return meaning(unwrap(payload));
    }

    /// @param event the model's own
    FrameReader.Meaning meaning(JsonNode event) {
        begun = true;
        Optional<Usage> metrics = BedrockUsage.metrics(event.path(METRICS));
        metered |= metrics.isPresent();
        if (!anthropic) {
            long text = MessagesEvents.textBytes(event);
            return new FrameReader.Meaning(true, text, metrics, Optional.empty());
        }
        MessagesEvents.Meaning own = messages.read(event);
        longCache |= own.input().filter(read -> read.of(UsageKind.CACHE_WRITE_1H) > 0).isPresent();
        Optional<Usage> usage = longCache ? own.usage() : metrics.or(own::usage);
        return new FrameReader.Meaning(own.content(), own.outputBytes(), usage, own.input());
    }

    @Override
    public boolean isWhole() {
        return messages.isWhole() || metered || (begun && !anthropic);
    }

    /// @throws BrokenAnswerException when there is no event in it
    static JsonNode unwrap(JsonNode payload) throws BrokenAnswerException {
        try {
            byte[] bytes = Base64.getDecoder().decode(payload.path("bytes").asText(""));
            return StrictJson.lenientObject(bytes)
                    .orElseThrow(() -> new BrokenAnswerException("a chunk without JSON"));
        } catch (IllegalArgumentException _) {
            throw new BrokenAnswerException("a chunk that is not base64");
        }
    }
}
