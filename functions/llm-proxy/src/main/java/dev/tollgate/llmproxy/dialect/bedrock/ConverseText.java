package dev.tollgate.llmproxy.dialect.bedrock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.core.money.TokenKind;
import dev.tollgate.core.money.Usage;
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
        node.put("inputTokens", usage.of(TokenKind.INPUT) + usage.of(TokenKind.AUDIO));
        node.put("outputTokens", usage.of(TokenKind.OUTPUT));
        node.put("totalTokens", usage.total());
        if (usage.of(TokenKind.CACHE_READ) > 0) {
            node.put("cacheReadInputTokens", usage.of(TokenKind.CACHE_READ));
        }
        if (usage.of(TokenKind.CACHE_WRITE) > 0) {
            node.put("cacheWriteInputTokens", usage.of(TokenKind.CACHE_WRITE));
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
