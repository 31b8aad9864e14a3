package dev.tollgate.localstack.simulator.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.localstack.simulator.play.Answer;
import dev.tollgate.localstack.simulator.play.Script;
import dev.tollgate.localstack.simulator.play.StreamShape;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An answer in the shape of chat completions: whole, or as server-sent events.
final class ChatShape implements StreamShape {
    /// 2026-01-01, so that the same request has the same answer.
    private static final long CREATED = 1_767_225_600L;

    private final Answer answer;
    private final boolean includeUsage;
    private final OutputStream out;
    private int calls;

    ChatShape(Answer answer, boolean includeUsage, OutputStream out) {
        this.answer = answer;
        this.includeUsage = includeUsage;
        this.out = out;
    }

    static ObjectNode whole(Answer answer) {
        ObjectNode json = head(answer, "chat.completion");
        ObjectNode choice = json.putArray("choices").addObject().put("index", 0);
        ObjectNode message = choice.putObject("message").put("role", "assistant");
        message.put("content", answer.text()).putNull("refusal");
        if (!answer.thoughts().isEmpty()) {
            message.put("reasoning_content", answer.thoughts());
        }
        for (Answer.Call call : answer.calls()) {
            ObjectNode entry = message.withArrayProperty("tool_calls").addObject();
            toolCall(entry, call, call.input().toString());
        }
        choice.putNull("logprobs").put("finish_reason", finishReason(answer));
        answer.usage().ifPresent(counts -> json.set("usage", usage(counts)));
        return json;
    }

    @Override
    public void begin() throws IOException {
        ObjectNode delta = JsonNodeFactory.instance.objectNode();
        send(chunk(delta.put("role", "assistant").put("content", ""), null));
    }

    @Override
    public void content(String text) throws IOException {
        send(chunk(JsonNodeFactory.instance.objectNode().put("content", text), null));
    }

    /// As DeepSeek, vLLM and llama.cpp name them; OpenAI shows none.
    @Override
    public void thoughts(String text) throws IOException {
        send(chunk(JsonNodeFactory.instance.objectNode().put("reasoning_content", text), null));
    }

    @Override
    public void call(Answer.Call call) throws IOException {
        String arguments = call.input().toString();
        int half = arguments.length() / 2;
        ObjectNode begun = JsonNodeFactory.instance.objectNode();
        toolCall(begun.putArray("tool_calls").addObject().put("index", calls), call, "");
        send(chunk(begun, null));
        for (String fragment : List.of(arguments.substring(0, half), arguments.substring(half))) {
            ObjectNode more = JsonNodeFactory.instance.objectNode();
            more.putArray("tool_calls")
                    .addObject()
                    .put("index", calls)
                    .putObject("function")
                    .put("arguments", fragment);
            send(chunk(more, null));
        }
        calls++;
    }

    @Override
    public void end() throws IOException {
        send(chunk(JsonNodeFactory.instance.objectNode(), finishReason(answer)));
        if (includeUsage && answer.usage().isPresent()) {
            ObjectNode last = head(answer, "chat.completion.chunk");
            last.putArray("choices");
            last.set("usage", usage(answer.usage().get()));
            send(last);
        }
        write("data: [DONE]\n\n");
    }

    @Override
    public void broken(Script.BreakKind kind) throws IOException {
        if (kind == Script.BreakKind.MALFORMED) {
            write("data: {\"choices\":[{\"delta\":\n\n");
        } else {
            ObjectNode error = JsonNodeFactory.instance.objectNode();
            error.putObject("error")
                    .put("message", "failed as scripted")
                    .put("type", "server_error")
                    .putNull("param")
                    .putNull("code");
            send(error);
        }
    }

    private ObjectNode chunk(JsonNode delta, @Nullable String finishReason) {
        ObjectNode chunk = head(answer, "chat.completion.chunk");
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
        choice.set("delta", delta);
        choice.putNull("logprobs").put("finish_reason", finishReason);
        if (includeUsage) {
            chunk.putNull("usage");
        }
        return chunk;
    }

    private void send(JsonNode data) throws IOException {
        write("data: " + data + "\n\n");
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static ObjectNode head(Answer answer, String object) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", "chatcmpl-" + answer.id())
                .put("object", object)
                .put("created", CREATED)
                .put("model", OpenAiEndpoint.MODEL);
    }

    private static ObjectNode usage(Script.Counts counts) {
        ObjectNode usage =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("prompt_tokens", counts.in())
                        .put("completion_tokens", counts.out())
                        .put("total_tokens", (long) counts.in() + counts.out());
        usage.putObject("prompt_tokens_details").put("cached_tokens", 0);
        usage.putObject("completion_tokens_details").put("reasoning_tokens", 0);
        return usage;
    }

    private static void toolCall(ObjectNode entry, Answer.Call call, String arguments) {
        entry.put("id", "call_" + call.id()).put("type", "function");
        entry.putObject("function").put("name", call.name()).put("arguments", arguments);
    }

    private static String finishReason(Answer answer) {
        return switch (answer.stop()) {
            case END, STOP_SEQUENCE -> "stop";
            case MAX_TOKENS -> "length";
            case TOOL_USE -> "tool_calls";
        };
    }
}
