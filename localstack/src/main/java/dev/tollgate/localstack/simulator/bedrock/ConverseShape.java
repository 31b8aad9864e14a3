package dev.tollgate.localstack.simulator.bedrock;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.localstack.simulator.play.Answer;
import dev.tollgate.localstack.simulator.play.Script;
import dev.tollgate.localstack.simulator.play.StreamShape;
import java.io.IOException;

/// An answer in the shape of Converse, and of ConverseStream.
final class ConverseShape implements StreamShape {
    private final Answer answer;
    private final EventFrames frames;

    ConverseShape(Answer answer, EventFrames frames) {
        this.answer = answer;
        this.frames = frames;
    }

    static ObjectNode whole(Answer answer) {
        ObjectNode json = object();
        json.putObject("output")
                .putObject("message")
                .put("role", "assistant")
                .putArray("content")
                .addObject()
                .put("text", answer.text());
        json.put("stopReason", stopReason(answer));
        account(answer, json);
        return json;
    }

    @Override
    public void begin() throws IOException {
        frames.event("messageStart", object().put("role", "assistant"));
    }

    @Override
    public void content(String text) throws IOException {
        frames.event("contentBlockDelta", delta(text));
    }

    @Override
    public void end() throws IOException {
        frames.event("contentBlockStop", object().put("contentBlockIndex", 0));
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

    private static ObjectNode delta(String text) {
        ObjectNode delta = object();
        delta.putObject("delta").put("text", text);
        return delta.put("contentBlockIndex", 0);
    }

    private static String stopReason(Answer answer) {
        return switch (answer.stop()) {
            case END -> "end_turn";
            case MAX_TOKENS -> "max_tokens";
            case STOP_SEQUENCE -> "stop_sequence";
        };
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
