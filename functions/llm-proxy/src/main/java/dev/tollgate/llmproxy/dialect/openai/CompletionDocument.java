package dev.tollgate.llmproxy.dialect.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.core.error.GatewayError;
import dev.tollgate.core.money.Usage;
import dev.tollgate.llmproxy.chat.ChatEvent;
import dev.tollgate.llmproxy.chat.ChatEvent.StopReason;
import dev.tollgate.llmproxy.dialect.AnswerWriter;
import dev.tollgate.llmproxy.json.StrictJson;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// A buffered completion. Thoughts stand in `reasoning_content`, where the servers that show them
/// have them; a provider's mark under them has no place in this language.
final class CompletionDocument implements AnswerWriter {
    private static final byte[] NOTHING = {};

    private final CompletionHead head;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder refusal = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final Map<Integer, Call> calls = new LinkedHashMap<>();
    private StopReason stop = StopReason.END;

    private record Call(String id, String name, StringBuilder arguments) {}

    CompletionDocument(CompletionHead head) {
        this.head = head;
    }

    @Override
    public Map<String, String> headers() {
        return head.headers("application/json");
    }

    @Override
    public byte[] write(ChatEvent event) {
        switch (event) {
            case ChatEvent.Text(String more) -> text.append(more);
            case ChatEvent.Refusal(String more) -> refusal.append(more);
            case ChatEvent.Reasoning(String more) -> reasoning.append(more);
            case ChatEvent.ReasoningSignature _, ChatEvent.HiddenReasoning _ -> {}
            case ChatEvent.ToolCall(int call, String id, String name) ->
                    calls.put(call, new Call(id, name, new StringBuilder()));
            case ChatEvent.ToolInput(int call, String fragment) -> {
                Call begun = calls.get(call);
                if (begun == null) {
                    throw new IllegalArgumentException("input of a tool call that was not begun");
                }
                begun.arguments().append(fragment);
            }
            case ChatEvent.Stop(StopReason reason, String _) -> stop = reason;
        }
        return NOTHING;
    }

    @Override
    public byte[] end(Usage usage, Duration latency) {
        ObjectNode answer = head.node("chat.completion");
        ObjectNode choice = answer.putArray("choices").addObject().put("index", 0);
        message(choice.putObject("message"));
        choice.putNull("logprobs")
                .put("finish_reason", CompletionHead.finishReason(stop, !refusal.isEmpty()));
        answer.set("usage", CompletionHead.usage(usage));
        return StrictJson.write(answer);
    }

    /// Nothing was sent before the end, so nothing can end too early.
    @Override
    public byte[] failure(GatewayError error) {
        return NOTHING;
    }

    private void message(ObjectNode message) {
        message.put("role", "assistant");
        boolean silent = text.isEmpty() && !(calls.isEmpty() && refusal.isEmpty());
        message.put("content", silent ? null : text.toString());
        message.put("refusal", refusal.isEmpty() ? null : refusal.toString());
        if (!reasoning.isEmpty()) {
            message.put("reasoning_content", reasoning.toString());
        }
        if (!calls.isEmpty()) {
            ArrayNode list = message.putArray("tool_calls");
            calls.values().forEach(call -> toolCall(call, list.addObject()));
        }
    }

    private static void toolCall(Call call, ObjectNode node) {
        String arguments = call.arguments().isEmpty() ? "{}" : call.arguments().toString();
        node.put("id", call.id())
                .put("type", "function")
                .putObject("function")
                .put("name", call.name())
                .put("arguments", arguments);
    }
}
