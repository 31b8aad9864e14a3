package dev.tollgate.llmproxy.dialect.anthropic;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.core.error.GatewayError;
import dev.tollgate.core.money.Usage;
import dev.tollgate.llmproxy.chat.ChatEvent;
import dev.tollgate.llmproxy.dialect.AnswerWriter;
import dev.tollgate.llmproxy.dialect.SaidBlocks;
import dev.tollgate.llmproxy.dialect.SaidBlocks.Block;
import dev.tollgate.llmproxy.json.StrictJson;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/// A buffered answer.
final class MessageDocument implements AnswerWriter {
    private static final byte[] NOTHING = {};

    private final MessageHead head;
    private final SaidBlocks said = new SaidBlocks();

    MessageDocument(MessageHead head) {
        this.head = head;
    }

    @Override
    public Map<String, String> headers() {
        return head.headers("application/json");
    }

    @Override
    public byte[] write(ChatEvent event) {
        said.add(event);
        return NOTHING;
    }

    @Override
    public byte[] end(Usage usage, Duration latency) {
        ObjectNode message = head.message();
        ArrayNode content = message.withArrayProperty("content");
        said.all().forEach(block -> write(block, content.addObject()));
        MessageHead.stopped(message, said.stop());
        message.set("usage", MessageHead.usage(usage));
        return StrictJson.write(message);
    }

    /// Nothing was sent before the end, so nothing can end too early.
    @Override
    public byte[] failure(GatewayError error) {
        return NOTHING;
    }

    private static void write(Block block, ObjectNode node) {
        switch (block) {
            case Block.Text(String text) -> node.put("type", "text").put("text", text);
            case Block.Hidden(String data) ->
                    node.put("type", "redacted_thinking").put("data", data);
            case Block.Thoughts(String thought, String signature) ->
                    node.put("type", "thinking")
                            .put("thinking", thought)
                            .put("signature", Objects.requireNonNullElse(signature, ""));
            case Block.Call(String id, String name, ObjectNode input) ->
                    node.put("type", "tool_use")
                            .put("id", id)
                            .put("name", name)
                            .set("input", input);
        }
    }
}
