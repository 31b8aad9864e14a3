package dev.tollgate.localstack.simulator.bedrock;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.localstack.simulator.play.Answer;
import dev.tollgate.localstack.simulator.play.Script;
import dev.tollgate.localstack.simulator.play.StreamShape;
import java.io.IOException;
import java.util.List;

/// An answer in the shape of Converse, and of ConverseStream.
final class ConverseShape implements StreamShape {
    private final Answer answer;
    private final EventFrames frames;
    private int block = -1;
    private boolean textOpen;

    ConverseShape(Answer answer, EventFrames frames) {
        this.answer = answer;
        this.frames = frames;
    }

    static ObjectNode whole(Answer answer) {
        ObjectNode json = object();
        ObjectNode message = json.putObject("output").putObject("message");
        ArrayNode content = message.put("role", "assistant").putArray("content");
        if (!answer.thoughts().isEmpty()) {
            content.addObject()
                    .putObject("reasoningContent")
                    .putObject("reasoningText")
                    .put("text", answer.thoughts())
                    .put("signature", "c2lnbmVk");
        }
        if (!answer.chunks().isEmpty() || answer.calls().isEmpty()) {
            content.addObject().put("text", answer.text());
        }
        for (Answer.Call call : answer.calls()) {
            toolUse(content.addObject(), call).set("input", call.input());
        }
        json.put("stopReason", stopReason(answer));
        account(answer, json);
        return json;
    }

    @Override
    public void begin() throws IOException {
        frames.event("messageStart", object().put("role", "assistant"));
    }

    @Override
    public void thoughts(String text) throws IOException {
        block++;
        reasoning("text", text);
        reasoning("signature", "c2lnbmVk");
        stop();
    }

    @Override
    public void content(String text) throws IOException {
        if (!textOpen) {
            textOpen = true;
            block++;
        }
        frames.event("contentBlockDelta", delta(text));
    }

    @Override
    public void call(Answer.Call call) throws IOException {
        closeText();
        block++;
        ObjectNode start = object().put("contentBlockIndex", block);
        toolUse(start.putObject("start"), call);
        frames.event("contentBlockStart", start);
        String input = call.input().toString();
        int half = input.length() / 2;
        for (String fragment : List.of(input.substring(0, half), input.substring(half))) {
            ObjectNode more = object().put("contentBlockIndex", block);
            more.putObject("delta").putObject("toolUse").put("input", fragment);
            frames.event("contentBlockDelta", more);
        }
        stop();
    }

    @Override
    public void end() throws IOException {
        closeText();
        frames.event("messageStop", object().put("stopReason", stopReason(answer)));
        if (answer.usage().isPresent()) {
            ObjectNode metadata = object();
            account(answer, metadata);
            frames.event("metadata", metadata);
        }
    }

    @Override
    public void broken(Script.BreakKind kind) throws IOException {
        if (kind == Script.BreakKind.MALFORMED) {
            frames.corrupt("contentBlockDelta", delta("malformed"));
        } else {
            frames.exception(
                    "modelStreamErrorException", object().put("message", "failed as scripted"));
        }
    }

    private static void account(Answer answer, ObjectNode json) {
        if (answer.usage().isPresent()) {
            Script.Counts usage = answer.usage().get();
            json.putObject("usage")
                    .put("inputTokens", usage.in())
                    .put("outputTokens", usage.out())
                    .put("totalTokens", (long) usage.in() + usage.out());
        }
        json.putObject("metrics").put("latencyMs", answer.latencyMillis());
    }

    private void reasoning(String member, String value) throws IOException {
        ObjectNode delta = object().put("contentBlockIndex", block);
        delta.putObject("delta").putObject("reasoningContent").put(member, value);
        frames.event("contentBlockDelta", delta);
    }

    private void closeText() throws IOException {
        if (textOpen) {
            textOpen = false;
            stop();
        }
    }

    private void stop() throws IOException {
        frames.event("contentBlockStop", object().put("contentBlockIndex", block));
    }

    private ObjectNode delta(String text) {
        ObjectNode delta = object();
        delta.putObject("delta").put("text", text);
        return delta.put("contentBlockIndex", Math.max(0, block));
    }

    private static ObjectNode toolUse(ObjectNode owner, Answer.Call call) {
        return owner.putObject("toolUse")
                .put("toolUseId", "tooluse_" + call.id())
                .put("name", call.name());
    }

    private static String stopReason(Answer answer) {
        return switch (answer.stop()) {
            case END -> "end_turn";
            case MAX_TOKENS -> "max_tokens";
            case STOP_SEQUENCE -> "stop_sequence";
            case TOOL_USE -> "tool_use";
        };
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
