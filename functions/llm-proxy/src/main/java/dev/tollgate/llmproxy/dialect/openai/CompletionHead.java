package dev.tollgate.llmproxy.dialect.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.core.money.Usage;
import dev.tollgate.core.money.UsageKind;
import dev.tollgate.llmproxy.chat.ChatEvent.StopReason;
import dev.tollgate.llmproxy.json.StrictJson;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/// What a completion and each chunk of one begin with, and the words both use.
///
/// @param model the alias, as the client wrote it
record CompletionHead(String requestId, Instant at, String model) {
    static final String REQUEST_ID = "x-request-id";

    /// @param object `chat.completion` or `chat.completion.chunk`
    ObjectNode node(String object) {
        return StrictJson.newObject()
                .put("id", "chatcmpl-" + requestId)
                .put("object", object)
                .put("created", at.getEpochSecond())
                .put("model", model);
    }

    Map<String, String> headers(String contentType) {
        var headers = new TreeMap<String, String>();
        headers.put("content-type", contentType);
        headers.put(REQUEST_ID, requestId);
        return headers;
    }

    /// @param declined whether the model said in words that it declines, which is then how it
    ///   stopped
    static String finishReason(StopReason reason, boolean declined) {
        return switch (reason) {
            case END, STOP_SEQUENCE -> "stop";
            case MAX_TOKENS, CONTEXT_FULL -> "length";
            case TOOL_USE -> "tool_calls";
            case FILTERED -> "content_filter";
            case REFUSED -> declined ? "stop" : "content_filter";
        };
    }

    /// OpenAI's input includes what was cached. An estimate is marked in a member of ours, which
    /// SDKs pass over.
    static ObjectNode usage(Usage usage) {
        long cached = usage.of(UsageKind.CACHE_READ);
        long output = usage.of(UsageKind.OUTPUT);
        ObjectNode node = StrictJson.newObject();
        node.put("prompt_tokens", usage.tokens() - output);
        node.put("completion_tokens", output);
        node.put("total_tokens", usage.tokens());
        ObjectNode details = node.putObject("prompt_tokens_details").put("cached_tokens", cached);
        if (usage.of(UsageKind.AUDIO) > 0) {
            details.put("audio_tokens", usage.of(UsageKind.AUDIO));
        }
        if (usage.estimated()) {
            node.put("estimated", true);
        }
        return node;
    }
}
