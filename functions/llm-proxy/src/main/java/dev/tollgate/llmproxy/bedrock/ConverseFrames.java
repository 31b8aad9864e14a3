package dev.tollgate.llmproxy.bedrock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.core.money.Usage;
import dev.tollgate.llmproxy.chat.ChatEvent;
import dev.tollgate.llmproxy.chat.ChatEvent.StopReason;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// A Converse answer as an event stream: content blocks are numbered in the order in which they
/// begin; text and tool calls are blocks of their own.
final class ConverseFrames implements ChatWriter {
    private final Map<Integer, Integer> toolBlocks = new LinkedHashMap<>();
    private boolean started;
    private int textBlock = -1;
    private int nextBlock;

    @Override
    public byte[] write(ChatEvent event) {
        var out = new ByteArrayOutputStream();
        if (!started) {
            started = true;
            frame(out, "messageStart", ConverseText.node().put("role", "assistant"));
        }
        switch (event) {
            case ChatEvent.Text(String text) -> text(out, text);
            case ChatEvent.ToolCall(int call, String id, String name) ->
                    toolCall(out, call, ConverseText.node().put("toolUseId", id).put("name", name));
            case ChatEvent.ToolInput(int call, String fragment) -> toolInput(out, call, fragment);
            case ChatEvent.Stop(StopReason reason) -> stop(out, reason);
        }
        return out.toByteArray();
    }

    @Override
    public byte[] end(Usage usage, Duration latency) {
        var out = new ByteArrayOutputStream();
        frame(out, "metadata", ConverseText.withUsage(ConverseText.node(), usage, latency));
        return out.toByteArray();
    }

    private void text(ByteArrayOutputStream out, String text) {
        if (textBlock < 0) {
            textBlock = nextBlock++;
        }
        delta(out, textBlock, ConverseText.node().put("text", text));
    }

    private void toolCall(ByteArrayOutputStream out, int call, ObjectNode use) {
        endText(out);
        int block = nextBlock++;
        toolBlocks.put(call, block);
        ObjectNode payload = ConverseText.node().put("contentBlockIndex", block);
        payload.putObject("start").set("toolUse", use);
        frame(out, "contentBlockStart", payload);
    }

    private void toolInput(ByteArrayOutputStream out, int call, String fragment) {
        Integer block = toolBlocks.get(call);
        if (block == null) {
            throw new IllegalArgumentException("input of a tool call that was not begun");
        }
        ObjectNode delta = ConverseText.node();
        delta.putObject("toolUse").put("input", fragment);
        delta(out, block, delta);
    }

    private void stop(ByteArrayOutputStream out, StopReason reason) {
        endText(out);
        toolBlocks.values().forEach(block -> blockStop(out, block));
        toolBlocks.clear();
        frame(
                out,
                "messageStop",
                ConverseText.node().put("stopReason", ConverseText.stopReason(reason)));
    }

    private void endText(ByteArrayOutputStream out) {
        if (textBlock >= 0) {
            blockStop(out, textBlock);
            textBlock = -1;
        }
    }

    private static void blockStop(ByteArrayOutputStream out, int block) {
        frame(out, "contentBlockStop", ConverseText.node().put("contentBlockIndex", block));
    }

    private static void delta(ByteArrayOutputStream out, int block, ObjectNode delta) {
        ObjectNode payload = ConverseText.node().put("contentBlockIndex", block);
        payload.set("delta", delta);
        frame(out, "contentBlockDelta", payload);
    }

    private static void frame(ByteArrayOutputStream out, String type, ObjectNode payload) {
        out.writeBytes(EventFrames.event(type, payload));
    }
}
