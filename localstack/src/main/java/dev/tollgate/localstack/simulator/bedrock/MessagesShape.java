package dev.tollgate.localstack.simulator.bedrock;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.localstack.simulator.play.Answer;
import dev.tollgate.localstack.simulator.play.Script;
import dev.tollgate.localstack.simulator.play.StreamShape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An answer in the shape of Anthropic's Messages, as Bedrock's invocations carry it: whole, or as
/// chunks of base64 of which the last has the invocation's metrics.
final class MessagesShape implements StreamShape {
    private static final String METRICS = "amazon-bedrock-invocationMetrics";

    private final Answer answer;
    private final EventFrames frames;

    MessagesShape(Answer answer, EventFrames frames) {
        this.answer = answer;
        this.frames = frames;
    }

    static ObjectNode whole(Answer answer) {
        ObjectNode json = message(answer, stopReason(answer));
        json.withArray("content").addObject().put("type", "text").put("text", answer.text());
        usage(json, answer.usage());
        return json;
    }

    @Override
    public void begin() throws IOException {
        ObjectNode start = event("message_start");
        ObjectNode message = message(answer, null);
        usage(message, answer.usage().map(usage -> new Script.Counts(usage.in(), 0)));
        start.set("message", message);
        chunk(start);
        ObjectNode block = event("content_block_start").put("index", 0);
        block.putObject("content_block").put("type", "text").put("text", "");
        chunk(block);
    }

    @Override
    public void content(String text) throws IOException {
        chunk(delta(text));
    }

    @Override
    public void end() throws IOException {
        chunk(event("content_block_stop").put("index", 0));
        ObjectNode delta = event("message_delta");
        delta.putObject("delta")
                .put("stop_reason", stopReason(answer))
                .put("stop_sequence", answer.stopSequence().orElse(null));
        answer.usage().ifPresent(u -> delta.putObject("usage").put("output_tokens", u.out()));
        chunk(delta);
        ObjectNode stop = event("message_stop");
        answer.usage()
                .ifPresent(usage ->
                        stop.putObject(METRICS)
                                .put("inputTokenCount", usage.in())
                                .put("outputTokenCount", usage.out())
                                .put("invocationLatency", answer.latencyMillis())
                                .put("firstByteLatency", 1));
        chunk(stop);
    }

    @Override
    public void broken(Script.BreakKind kind) throws IOException {
        if (kind == Script.BreakKind.MALFORMED) {
            frames.corrupt("chunk", wrap(delta("malformed")));
        } else {
            frames.exception(
                    "modelStreamErrorException",
                    JsonNodeFactory.instance.objectNode().put("message", "failed as scripted"));
        }
    }

    private void chunk(ObjectNode event) throws IOException {
        frames.event("chunk", wrap(event));
    }

    private static ObjectNode wrap(ObjectNode event) {
        byte[] bytes = event.toString().getBytes(StandardCharsets.UTF_8);
        return JsonNodeFactory.instance
                .objectNode()
                .put("bytes", Base64.getEncoder().encodeToString(bytes));
    }

    private static ObjectNode delta(String text) {
        ObjectNode delta = event("content_block_delta").put("index", 0);
        delta.putObject("delta").put("type", "text_delta").put("text", text);
        return delta;
    }

    private static ObjectNode message(Answer answer, @Nullable String stopReason) {
        ObjectNode message =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("id", "msg_bdrk_" + answer.id())
                        .put("type", "message")
                        .put("role", "assistant")
                        .put("model", "claude-sim-v1");
        message.putArray("content");
        String stopSequence = stopReason == null ? null : answer.stopSequence().orElse(null);
        return message.put("stop_reason", stopReason).put("stop_sequence", stopSequence);
    }

    private static void usage(ObjectNode owner, Optional<Script.Counts> usage) {
        usage.ifPresent(counts ->
                owner.putObject("usage")
                        .put("input_tokens", counts.in())
                        .put("output_tokens", counts.out()));
    }

    private static ObjectNode event(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    private static String stopReason(Answer answer) {
        return switch (answer.stop()) {
            case END -> "end_turn";
            case MAX_TOKENS -> "max_tokens";
            case STOP_SEQUENCE -> "stop_sequence";
        };
    }
}
