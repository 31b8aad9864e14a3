package dev.tollgate.llmproxy.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.core.error.GatewayError;
import dev.tollgate.core.money.Usage;
import dev.tollgate.llmproxy.chat.ChatEvent;
import dev.tollgate.llmproxy.dialect.AnswerWriter;
import dev.tollgate.llmproxy.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A completion as server-sent events: chunks, the usage in one of its own where the client asked
/// for it, `[DONE]`.
final class CompletionChunks implements AnswerWriter {
    private static final byte[] NOTHING = {};
    private static final byte[] DONE = utf8("data: [DONE]\n\n");

    private final CompletionHead head;
    private final boolean wantsUsage;
    private final Map<Integer, Integer> calls = new HashMap<>();
    private boolean started;
    private boolean declined;

    CompletionChunks(CompletionHead head, boolean wantsUsage) {
        this.head = head;
        this.wantsUsage = wantsUsage;
    }

    @Override
    public Map<String, String> headers() {
        return head.headers("text/event-stream");
    }

    @Override
    public byte[] write(ChatEvent event) {
        return switch (event) {
            case ChatEvent.Text(String text) -> delta(text("content", text));
            case ChatEvent.Refusal(String text) -> {
                declined = true;
                yield delta(text("refusal", text));
            }
            case ChatEvent.Reasoning(String text) -> delta(text("reasoning_content", text));
            case ChatEvent.ReasoningSignature _, ChatEvent.HiddenReasoning _ -> NOTHING;
            case ChatEvent.ToolCall(int call, String id, String name) -> {
                calls.put(call, calls.size());
                yield toolCall(call, StrictJson.newObject().put("id", id), name, "");
            }
            case ChatEvent.ToolInput(int call, String fragment) ->
                    toolCall(call, StrictJson.newObject(), null, fragment);
            case ChatEvent.Stop(var reason, String _) ->
                    begun(
                            chunk(
                                    StrictJson.newObject(),
                                    CompletionHead.finishReason(reason, declined)));
        };
    }

    @Override
    public byte[] end(Usage usage, Duration latency) {
        if (!wantsUsage) {
            return DONE;
        }
        ObjectNode last = head.node("chat.completion.chunk");
        last.putArray("choices");
        last.set("usage", CompletionHead.usage(usage));
        return join(event(last), DONE);
    }

    @Override
    public byte[] failure(GatewayError error) {
        return event(OpenAiErrors.of(error).body(error));
    }

    private byte[] toolCall(int call, ObjectNode begun, @Nullable String name, String arguments) {
        Integer index = calls.get(call);
        if (index == null) {
            throw new IllegalArgumentException("input of a tool call that was not begun");
        }
        ObjectNode delta = StrictJson.newObject();
        ObjectNode node = delta.putArray("tool_calls").addObject().put("index", index);
        node.setAll(begun);
        if (name != null) {
            node.put("type", "function");
        }
        ObjectNode function = node.putObject("function");
        if (name != null) {
            function.put("name", name);
        }
        function.put("arguments", arguments);
        return delta(delta);
    }

    private byte[] delta(ObjectNode delta) {
        return begun(chunk(delta, null));
    }

    /// The role stands in a chunk of its own before the first, as OpenAI sends it.
    private byte[] begun(byte[] chunk) {
        if (started) {
            return chunk;
        }
        started = true;
        ObjectNode first = StrictJson.newObject().put("role", "assistant").put("content", "");
        return join(chunk(first, null), chunk);
    }

    private byte[] chunk(ObjectNode delta, @Nullable String finishReason) {
        ObjectNode chunk = head.node("chat.completion.chunk");
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
        choice.set("delta", delta);
        choice.putNull("logprobs").put("finish_reason", finishReason);
        if (wantsUsage) {
            chunk.putNull("usage");
        }
        return event(chunk);
    }

    private static ObjectNode text(String member, String text) {
        return StrictJson.newObject().put(member, text);
    }

    private static byte[] event(JsonNode data) {
        return utf8("data: " + data + "\n\n");
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = new byte[first.length + second.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
