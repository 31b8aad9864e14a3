package dev.tollgate.smollm2;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/// The JSON of one answer: whole, as chunks, or as an error. Shapes: OpenAI API reference, "Chat".
///
/// @param id of the answer
/// @param created seconds since 1970
record ChatAnswers(String id, long created) {
    ObjectNode whole(Completion completion) {
        ObjectNode answer = head("chat.completion");
        ObjectNode choice = answer.putArray("choices").addObject().put("index", 0);
        choice.putObject("message").put("role", "assistant").put("content", completion.text());
        choice.putNull("logprobs").put("finish_reason", completion.finishReason());
        answer.set("usage", usage(completion));
        return answer;
    }

    /// @param role only in the first chunk
    /// @param finishReason only in the last one with a choice
    ObjectNode chunk(
            @Nullable String role, @Nullable String content, @Nullable String finishReason) {
        ObjectNode chunk = head("chat.completion.chunk");
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
        ObjectNode delta = choice.putObject("delta");
        if (role != null) {
            delta.put("role", role);
        }
        if (content != null) {
            delta.put("content", content);
        }
        choice.put("finish_reason", finishReason);
        return chunk;
    }

    /// The chunk without choices that ends a stream of which usage was asked.
    ObjectNode usageChunk(Completion completion) {
        ObjectNode chunk = head("chat.completion.chunk");
        chunk.putArray("choices");
        chunk.set("usage", usage(completion));
        return chunk;
    }

    static ObjectNode error(RequestRefused refused) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.putObject("error")
                .put("message", refused.text())
                .put("type", refused.status() < 500 ? "invalid_request_error" : "server_error")
                .put("param", refused.param())
                .put("code", refused.code());
        return answer;
    }

    private ObjectNode head(String object) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("object", object)
                .put("created", created)
                .put("model", ChatRequest.MODEL);
    }

    private static ObjectNode usage(Completion completion) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("prompt_tokens", completion.promptTokens())
                .put("completion_tokens", completion.completionTokens())
                .put("total_tokens", completion.promptTokens() + completion.completionTokens());
    }
}
