package dev.tollgate.llmproxy.bedrock;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.core.money.Usage;
import dev.tollgate.llmproxy.chat.ChatEvent;
import dev.tollgate.llmproxy.chat.ChatEvent.StopReason;
import dev.tollgate.llmproxy.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// A buffered Converse answer.
final class ConverseDocument implements ChatWriter {
    private static final byte[] NOTHING = {};

    private final StringBuilder text = new StringBuilder();
    private final Map<Integer, Call> calls = new LinkedHashMap<>();
    private StopReason stop = StopReason.END;

    private record Call(String id, String name, StringBuilder input) {}

    @Override
    public byte[] write(ChatEvent event) {
        switch (event) {
            case ChatEvent.Text(String more) -> text.append(more);
            case ChatEvent.ToolCall(int call, String id, String name) ->
                    calls.put(call, new Call(id, name, new StringBuilder()));
            case ChatEvent.ToolInput(int call, String fragment) -> {
                Call begun = calls.get(call);
                if (begun == null) {
                    throw new IllegalArgumentException("input of a tool call that was not begun");
                }
                begun.input().append(fragment);
            }
            case ChatEvent.Stop(StopReason reason) -> stop = reason;
        }
        return NOTHING;
    }

    @Override
    public byte[] end(Usage usage, Duration latency) {
        ObjectNode answer = ConverseText.node();
        ObjectNode message = answer.putObject("output").putObject("message");
        message.put("role", "assistant");
        ArrayNode content = message.putArray("content");
        if (!text.isEmpty() || calls.isEmpty()) {
            content.addObject().put("text", text.toString());
        }
        for (Call call : calls.values()) {
            content.addObject()
                    .putObject("toolUse")
                    .put("toolUseId", call.id())
                    .put("name", call.name())
                    .set("input", input(call));
        }
        answer.put("stopReason", ConverseText.stopReason(stop));
        return StrictJson.write(ConverseText.withUsage(answer, usage, latency));
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
