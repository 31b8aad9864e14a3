package dev.tollgate.llmproxy.dialect.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.core.error.GatewayError;
import dev.tollgate.core.money.Usage;
import dev.tollgate.llmproxy.chat.ChatEvent;
import dev.tollgate.llmproxy.dialect.AnswerWriter;
import dev.tollgate.llmproxy.json.StrictJson;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/// An answer as server-sent events (Anthropic API reference, "Streaming Messages"). One block is
/// open at a time, since that is how Anthropic streams and how its SDKs read; parallel tool calls
/// wait for one another in [ToolQueue].
final class MessageStream implements AnswerWriter {
    private final MessageHead head;
    private final ToolQueue tools = new ToolQueue(this::tool);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private ChatEvent.Stop stop = new ChatEvent.Stop(ChatEvent.StopReason.END);
    private Open open = Open.NOTHING;
    private boolean started;
    private int block = -1;

    MessageStream(MessageHead head) {
        this.head = head;
    }

    /// What the open block is, if there is one.
    private enum Open {
        NOTHING,
        TEXT,
        THOUGHTS,
        TOOL
    }

    @Override
    public Map<String, String> headers() {
        return head.headers("text/event-stream");
    }

    @Override
    public byte[] write(ChatEvent event) {
        start();
        switch (event) {
            case ChatEvent.Text(String text) -> text(text);
            case ChatEvent.Refusal(String text) -> text(text);
            case ChatEvent.Reasoning(String text) -> thoughts("thinking_delta", "thinking", text);
            case ChatEvent.ReasoningSignature(String signature) -> {
                thoughts("signature_delta", "signature", signature);
                close();
            }
            case ChatEvent.HiddenReasoning(String data) -> {
                open(Open.NOTHING, typed("redacted_thinking").put("data", data));
                close(block);
            }
            case ChatEvent.ToolCall(int call, String id, String name) ->
                    tools.begin(call, id, name);
            case ChatEvent.ToolInput(int call, String fragment) -> tools.input(call, fragment);
            case ChatEvent.Stop said -> stop = said;
        }
        return taken();
    }

    @Override
    public byte[] end(Usage usage, Duration latency) {
        start();
        tools.flush();
        close();
        ObjectNode delta = typed("message_delta");
        MessageHead.stopped(delta.putObject("delta"), stop);
        delta.set("usage", MessageHead.usage(usage));
        send(delta);
        send(typed("message_stop"));
        return taken();
    }

    @Override
    public byte[] failure(GatewayError error) {
        send(AnthropicErrors.of(error).document(error));
        return taken();
    }

    /// What was read for the answer is known at its end only; `message_delta` says it.
    private void start() {
        if (started) {
            return;
        }
        started = true;
        ObjectNode start = typed("message_start");
        ObjectNode message = head.message();
        message.set("usage", MessageHead.usage(Usage.NONE));
        start.set("message", message);
        send(start);
        send(typed("ping"));
    }

    private void text(String text) {
        if (open != Open.TEXT) {
            open(Open.TEXT, typed("text").put("text", ""));
        }
        delta(typed("text_delta").put("text", text));
    }

    private void thoughts(String type, String member, String text) {
        if (open != Open.THOUGHTS) {
            open(Open.THOUGHTS, typed("thinking").put("thinking", "").put("signature", ""));
        }
        delta(typed(type).put(member, text));
    }

    private void tool(ToolQueue.Step step) {
        switch (step) {
            case ToolQueue.Step.Begun(String id, String name) -> {
                ObjectNode use = typed("tool_use").put("id", id).put("name", name);
                use.putObject("input");
                open(Open.TOOL, use);
            }
            case ToolQueue.Step.Input(String fragment) ->
                    delta(typed("input_json_delta").put("partial_json", fragment));
        }
    }

    private void open(Open kind, ObjectNode content) {
        if (kind != Open.TOOL) {
            tools.flush();
        }
        close();
        open = kind;
        block++;
        ObjectNode start = typed("content_block_start").put("index", block);
        start.set("content_block", content);
        send(start);
    }

    private void delta(ObjectNode delta) {
        ObjectNode event = typed("content_block_delta").put("index", block);
        event.set("delta", delta);
        send(event);
    }

    private void close() {
        if (open != Open.NOTHING) {
            close(block);
            open = Open.NOTHING;
        }
    }

    private void close(int number) {
        send(typed("content_block_stop").put("index", number));
    }

    private static ObjectNode typed(String type) {
        return StrictJson.newObject().put("type", type);
    }

    private void send(ObjectNode event) {
        out.writeBytes(
                ("event: " + event.path("type").asText() + "\ndata: ")
                        .getBytes(StandardCharsets.UTF_8));
        out.writeBytes(StrictJson.write(event));
        out.writeBytes(new byte[] {'\n', '\n'});
    }

    private byte[] taken() {
        byte[] bytes = out.toByteArray();
        out.reset();
        return bytes;
    }
}
