package dev.tollgate.llmproxy.dialect.bedrock;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.core.error.GatewayError;
import dev.tollgate.core.money.Usage;
import dev.tollgate.llmproxy.chat.ChatEvent;
import dev.tollgate.llmproxy.chat.ChatEvent.StopReason;
import dev.tollgate.llmproxy.dialect.AnswerWriter;
import dev.tollgate.llmproxy.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A buffered Converse answer: its blocks in the order in which they began.
final class ConverseDocument implements AnswerWriter {
    private static final byte[] NOTHING = {};

    private final List<Block> blocks = new ArrayList<>();
    private final Map<Integer, Call> calls = new HashMap<>();
    private StopReason stop = StopReason.END;

    private sealed interface Block {}

    private record Text(StringBuilder text) implements Block {}

    private record Hidden(String data) implements Block {}

    private record Call(String id, String name, StringBuilder input) implements Block {}

    private static final class Thoughts implements Block {
        private final StringBuilder text = new StringBuilder();
        private @Nullable String signature;
    }

    @Override
    public Map<String, String> headers() {
        return Map.of("content-type", "application/json");
    }

    @Override
    public byte[] write(ChatEvent event) {
        switch (event) {
            case ChatEvent.Text(String more) -> text().append(more);
            case ChatEvent.Refusal(String more) -> text().append(more);
            case ChatEvent.Reasoning(String more) -> thoughts().text.append(more);
            case ChatEvent.ReasoningSignature(String signature) -> thoughts().signature = signature;
            case ChatEvent.HiddenReasoning(String data) -> blocks.add(new Hidden(data));
            case ChatEvent.ToolCall(int call, String id, String name) -> {
                var begun = new Call(id, name, new StringBuilder());
                calls.put(call, begun);
                blocks.add(begun);
            }
            case ChatEvent.ToolInput(int call, String fragment) -> {
                Call begun = calls.get(call);
                if (begun == null) {
                    throw new IllegalArgumentException("input of a tool call that was not begun");
                }
                begun.input().append(fragment);
            }
            case ChatEvent.Stop(StopReason reason, String _) -> stop = reason;
        }
        return NOTHING;
    }

    @Override
    public byte[] end(Usage usage, Duration latency) {
        ObjectNode answer = ConverseText.node();
        ObjectNode message = answer.putObject("output").putObject("message");
        message.put("role", "assistant");
        ArrayNode content = message.putArray("content");
        if (blocks.isEmpty()) {
            content.addObject().put("text", "");
        }
        for (Block block : blocks) {
            write(block, content.addObject());
        }
        answer.put("stopReason", ConverseText.stopReason(stop));
        return StrictJson.write(ConverseText.withUsage(answer, usage, latency));
    }

    /// Nothing was sent before the end, so nothing can end too early.
    @Override
    public byte[] failure(GatewayError error) {
        return NOTHING;
    }

    private StringBuilder text() {
        if (!blocks.isEmpty() && blocks.getLast() instanceof Text(StringBuilder text)) {
            return text;
        }
        var begun = new Text(new StringBuilder());
        blocks.add(begun);
        return begun.text();
    }

    private Thoughts thoughts() {
        if (!blocks.isEmpty()
                && blocks.getLast() instanceof Thoughts thoughts
                && thoughts.signature == null) {
            return thoughts;
        }
        var begun = new Thoughts();
        blocks.add(begun);
        return begun;
    }

    private static void write(Block block, ObjectNode node) {
        switch (block) {
            case Text(StringBuilder text) -> node.put("text", text.toString());
            case Hidden(String data) ->
                    node.putObject("reasoningContent").put("redactedContent", data);
            case Thoughts thoughts -> {
                ObjectNode text = node.putObject("reasoningContent").putObject("reasoningText");
                text.put("text", thoughts.text.toString());
                if (thoughts.signature != null) {
                    text.put("signature", thoughts.signature);
                }
            }
            case Call call ->
                    node.putObject("toolUse")
                            .put("toolUseId", call.id())
                            .put("name", call.name())
                            .set("input", input(call));
        }
    }

    private static ObjectNode input(Call call) {
        return call.input().isEmpty()
                ? ConverseText.node()
                : StrictJson.lenientObject(call.input().toString().getBytes(StandardCharsets.UTF_8))
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "a tool call's input is not a JSON object"));
    }
}
