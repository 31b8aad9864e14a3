package dev.tollgate.llmproxy.dialect.bedrock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.core.error.GatewayError;
import dev.tollgate.core.money.Usage;
import dev.tollgate.llmproxy.chat.ChatEvent;
import dev.tollgate.llmproxy.chat.ChatEvent.StopReason;
import dev.tollgate.llmproxy.dialect.AnswerWriter;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// A Converse answer as an event stream: content blocks are numbered in the order in which they
/// begin; text, thoughts and tool calls are blocks of their own.
final class ConverseFrames implements AnswerWriter {
    private final Map<Integer, Integer> toolBlocks = new LinkedHashMap<>();
    private Prose prose = Prose.NONE;
    private boolean started;
    private int proseBlock;
    private int nextBlock;

    /// What the open block is, if one is open beside those of tools.
    private enum Prose {
        NONE,
        TEXT,
        THOUGHTS
    }

    @Override
    public Map<String, String> headers() {
        return Map.of("content-type", "application/vnd.amazon.eventstream");
    }

    @Override
    public byte[] write(ChatEvent event) {
        var out = new ByteArrayOutputStream();
        if (!started) {
            started = true;
            frame(out, "messageStart", ConverseText.node().put("role", "assistant"));
        }
        switch (event) {
            case ChatEvent.Text(String text) -> prose(out, Prose.TEXT, text("text", text));
            case ChatEvent.Refusal(String text) -> prose(out, Prose.TEXT, text("text", text));
            case ChatEvent.Reasoning(String text) -> thoughts(out, "text", text);
            case ChatEvent.ReasoningSignature(String signature) -> {
                thoughts(out, "signature", signature);
                endProse(out);
            }
            case ChatEvent.HiddenReasoning(String data) -> {
                endProse(out);
                thoughts(out, "redactedContent", data);
                endProse(out);
            }
            case ChatEvent.ToolCall(int call, String id, String name) ->
                    toolCall(out, call, ConverseText.node().put("toolUseId", id).put("name", name));
            case ChatEvent.ToolInput(int call, String fragment) -> toolInput(out, call, fragment);
            case ChatEvent.Stop(StopReason reason, String _) -> stop(out, reason);
        }
        return out.toByteArray();
    }

    @Override
    public byte[] end(Usage usage, Duration latency) {
        var out = new ByteArrayOutputStream();
        frame(out, "metadata", ConverseText.withUsage(ConverseText.node(), usage, latency));
        return out.toByteArray();
    }

    @Override
    public byte[] failure(GatewayError error) {
        ObjectNode payload =
                ConverseText.node().put("message", error.message()).put("code", error.code());
        return EventFrames.exception(BedrockErrors.IN_STREAM, payload);
    }

    private void thoughts(ByteArrayOutputStream out, String member, String value) {
        ObjectNode delta = ConverseText.node();
        delta.putObject("reasoningContent").put(member, value);
        prose(out, Prose.THOUGHTS, delta);
    }

    private void prose(ByteArrayOutputStream out, Prose kind, ObjectNode delta) {
        if (prose != kind) {
            endProse(out);
            prose = kind;
            proseBlock = nextBlock++;
        }
        delta(out, proseBlock, delta);
    }

    private void toolCall(ByteArrayOutputStream out, int call, ObjectNode use) {
        endProse(out);
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
        endProse(out);
        toolBlocks.values().forEach(block -> blockStop(out, block));
        toolBlocks.clear();
        frame(out, "messageStop", text("stopReason", ConverseText.stopReason(reason)));
    }

    private void endProse(ByteArrayOutputStream out) {
        if (prose != Prose.NONE) {
            blockStop(out, proseBlock);
            prose = Prose.NONE;
        }
    }

    private static ObjectNode text(String member, String value) {
        return ConverseText.node().put(member, value);
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
