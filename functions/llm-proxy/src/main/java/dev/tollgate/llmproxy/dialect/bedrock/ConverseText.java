package dev.tollgate.llmproxy.dialect.bedrock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.core.money.Usage;
import dev.tollgate.core.money.UsageKind;
import dev.tollgate.llmproxy.chat.ChatEvent.StopReason;
import dev.tollgate.llmproxy.json.StrictJson;
import java.time.Duration;

/// What a Converse answer and its stream have in common.
final class ConverseText {
    private ConverseText() {}

    static String stopReason(StopReason reason) {
        return switch (reason) {
            case END -> "end_turn";
            case MAX_TOKENS -> "max_tokens";
            case TOOL_USE -> "tool_use";
            case STOP_SEQUENCE -> "stop_sequence";
            case CONTEXT_FULL -> "model_context_window_exceeded";
            case FILTERED, REFUSED -> "content_filtered";
        };
    }

    /// `usage` and `metrics`. An estimate is marked in a member of ours, which SDKs pass over.
    static ObjectNode withUsage(ObjectNode answer, Usage usage, Duration latency) {
        ObjectNode node = answer.putObject("usage");
        node.put("inputTokens", usage.of(UsageKind.INPUT) + usage.of(UsageKind.AUDIO));
        node.put("outputTokens", usage.of(UsageKind.OUTPUT));
        node.put("totalTokens", usage.tokens());
        if (usage.of(UsageKind.CACHE_READ) > 0) {
            node.put("cacheReadInputTokens", usage.of(UsageKind.CACHE_READ));
        }
        if (usage.of(UsageKind.CACHE_WRITE) > 0) {
            node.put("cacheWriteInputTokens", usage.of(UsageKind.CACHE_WRITE));
        }
        if (usage.estimated()) {
            node.put("estimated", true);
        }
        answer.putObject("metrics").put("latencyMs", latency.toMillis());
        return answer;
    }

    static ObjectNode node() {
        return StrictJson.newObject();
    }
}
