package dev.tollgate.llmproxy.dialect.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.core.money.Usage;
import dev.tollgate.core.money.UsageKind;
import dev.tollgate.llmproxy.chat.ChatEvent;
import dev.tollgate.llmproxy.chat.ChatEvent.StopReason;
import dev.tollgate.llmproxy.json.StrictJson;
import java.util.Map;

/// What an answer and its stream have in common.
///
/// @param requestId the gateway's
/// @param model as the client named it
record MessageHead(String requestId, String model) {
    static final String REQUEST_ID = "request-id";

    Map<String, String> headers(String contentType) {
        return Map.of("content-type", contentType, REQUEST_ID, requestId);
    }

    /// A message with an empty `content`, and without a reason to stop.
    ObjectNode message() {
        ObjectNode message = StrictJson.newObject();
        message.put("id", "msg_" + requestId.replaceAll("[^A-Za-z0-9]", ""));
        message.put("type", "message").put("role", "assistant").put("model", model);
        message.putArray("content");
        return message.putNull("stop_reason").putNull("stop_sequence");
    }

    private static String stopReason(StopReason reason) {
        return switch (reason) {
            case END -> "end_turn";
            case STOP_SEQUENCE -> "stop_sequence";
            case MAX_TOKENS -> "max_tokens";
            case CONTEXT_FULL -> "model_context_window_exceeded";
            case TOOL_USE -> "tool_use";
            case FILTERED, REFUSED -> "refusal";
        };
    }

    /// Sets `stop_reason` and `stop_sequence`.
    static void stopped(ObjectNode holder, ChatEvent.Stop stop) {
        holder.put("stop_reason", stopReason(stop.reason())).put("stop_sequence", stop.sequence());
    }

    /// An estimate is marked in a member of ours, which SDKs pass over.
    static ObjectNode usage(Usage usage) {
        long anHour = usage.of(UsageKind.CACHE_WRITE_1H);
        ObjectNode node = StrictJson.newObject();
        node.put("input_tokens", usage.of(UsageKind.INPUT) + usage.of(UsageKind.AUDIO));
        node.put("cache_creation_input_tokens", usage.of(UsageKind.CACHE_WRITE) + anHour);
        node.put("cache_read_input_tokens", usage.of(UsageKind.CACHE_READ));
        node.put("output_tokens", usage.of(UsageKind.OUTPUT));
        if (usage.estimated()) {
            node.put("estimated", true);
        }
        return node;
    }
}
