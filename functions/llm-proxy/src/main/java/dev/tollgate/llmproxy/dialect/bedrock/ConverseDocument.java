package dev.tollgate.llmproxy.dialect.bedrock;

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
import java.util.List;
import java.util.Map;

/// A buffered Converse answer.
final class ConverseDocument implements AnswerWriter {
    private static final byte[] NOTHING = {};

    private final SaidBlocks said = new SaidBlocks();

    @Override
    public Map<String, String> headers() {
        return Map.of("content-type", "application/json");
    }

    @Override
    public byte[] write(ChatEvent event) {
        said.add(event);
        return NOTHING;
    }

    @Override
    public byte[] end(Usage usage, Duration latency) {
        ObjectNode answer = ConverseText.node();
        ObjectNode message = answer.putObject("output").putObject("message");
        message.put("role", "assistant");
        ArrayNode content = message.putArray("content");
        List<Block> blocks = said.all();
        if (blocks.isEmpty()) {
            content.addObject().put("text", "");
        }
        for (Block block : blocks) {
            write(block, content.addObject());
        }
        answer.put("stopReason", ConverseText.stopReason(said.stop().reason()));
        return StrictJson.write(ConverseText.withUsage(answer, usage, latency));
    }

    /// Nothing was sent before the end, so nothing can end too early.
    @Override
    public byte[] failure(GatewayError error) {
        return NOTHING;
    }

    private static void write(Block block, ObjectNode node) {
        switch (block) {
            case Block.Text(String text) -> node.put("text", text);
            case Block.Hidden(String data) ->
                    node.putObject("reasoningContent").put("redactedContent", data);
            case Block.Thoughts(String thought, String signature) -> {
                ObjectNode text = node.putObject("reasoningContent").putObject("reasoningText");
                text.put("text", thought);
                if (signature != null) {
                    text.put("signature", signature);
                }
            }
            case Block.Call(String id, String name, ObjectNode input) ->
                    node.putObject("toolUse")
                            .put("toolUseId", id)
                            .put("name", name)
                            .set("input", input);
        }
    }
}
