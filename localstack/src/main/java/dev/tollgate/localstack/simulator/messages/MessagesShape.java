package dev.tollgate.localstack.simulator.messages;

import com.fasterxml.jackson.databind.node.ArrayNode;
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

/// An answer in the shape of Anthropic's Messages: whole, or as events.
public final class MessagesShape implements StreamShape {
    /// Pieces in which a tool's input is streamed.
    private static final int FRAGMENTS = 3;

    private final Answer answer;
    private final String model;
    private final Carrier carrier;
    private int block = -1;
    private boolean textOpen;

    /// @param model as the provider names it
    public MessagesShape(Answer answer, String model, Carrier carrier) {
        this.answer = answer;
        this.model = model;
        this.carrier = carrier;
    }

    /// How a provider sends events.
    public interface Carrier {
        void event(ObjectNode event) throws IOException;

        /// The last event.
        void last(ObjectNode event, Answer answer) throws IOException;

        /// One that no reader can take.
        void corrupt(ObjectNode event) throws IOException;

        /// The provider's own word for a failure in mid-stream.
        void failure() throws IOException;
    }

    public static ObjectNode whole(Answer answer, String model) {
        ObjectNode json = message(answer, model, stopReason(answer));
        ArrayNode content = json.withArrayProperty("content");
        if (!answer.thoughts().isEmpty()) {
            content.add(thinking(answer.thoughts(), signature(answer)));
        }
        if (!answer.chunks().isEmpty() || answer.calls().isEmpty()) {
            content.add(event("text").put("text", answer.text()));
        }
        for (Answer.Call call : answer.calls()) {
            ObjectNode use = toolUse(call);
            use.set("input", call.input());
            content.add(use);
        }
        usage(json, answer.usage());
        return json;
    }

    @Override
    public void begin() throws IOException {
        ObjectNode start = event("message_start");
        ObjectNode message = message(answer, model, null);
        usage(message, answer.usage().map(usage -> new Script.Counts(usage.in(), 0)));
        start.set("message", message);
        carrier.event(start);
    }

    @Override
    public void thoughts(String text) throws IOException {
        start(thinking("", ""));
        carrier.event(delta("thinking_delta", "thinking", text));
        carrier.event(delta("signature_delta", "signature", signature(answer)));
        stop();
    }

    @Override
    public void content(String text) throws IOException {
        if (!textOpen) {
            textOpen = true;
            start(event("text").put("text", ""));
        }
        carrier.event(delta("text_delta", "text", text));
    }

    @Override
    public void call(Answer.Call call) throws IOException {
        closeText();
        ObjectNode use = toolUse(call);
        use.putObject("input");
        start(use);
        String input = call.input().toString();
        int piece = Math.ceilDiv(input.length(), FRAGMENTS);
        for (int from = 0; from < input.length(); from += piece) {
            String fragment = input.substring(from, Math.min(input.length(), from + piece));
            carrier.event(delta("input_json_delta", "partial_json", fragment));
        }
        stop();
    }

    @Override
    public void end() throws IOException {
        closeText();
        ObjectNode delta = event("message_delta");
        delta.putObject("delta")
                .put("stop_reason", stopReason(answer))
                .put("stop_sequence", answer.stopSequence().orElse(null));
        usage(delta, answer.usage());
        carrier.event(delta);
        carrier.last(event("message_stop"), answer);
    }

    @Override
    public void broken(Script.BreakKind kind) throws IOException {
        if (kind == Script.BreakKind.MALFORMED) {
            carrier.corrupt(delta("text_delta", "text", "malformed"));
        } else {
            carrier.failure();
        }
    }

    private void start(ObjectNode content) throws IOException {
        block++;
        ObjectNode start = event("content_block_start").put("index", block);
        start.set("content_block", content);
        carrier.event(start);
    }

    private ObjectNode delta(String type, String member, String value) {
        ObjectNode delta = event("content_block_delta").put("index", Math.max(0, block));
        delta.putObject("delta").put("type", type).put(member, value);
        return delta;
    }

    private void stop() throws IOException {
        carrier.event(event("content_block_stop").put("index", block));
    }

    private void closeText() throws IOException {
        if (textOpen) {
            textOpen = false;
            stop();
        }
    }

    private static ObjectNode thinking(String text, String signature) {
        return event("thinking").put("thinking", text).put("signature", signature);
    }

    private static ObjectNode toolUse(Answer.Call call) {
        return event("tool_use").put("id", "toolu_" + call.id()).put("name", call.name());
    }

    /// As opaque as a real one: base64 that only its maker reads.
    private static String signature(Answer answer) {
        byte[] mark = ("signed-" + answer.id()).getBytes(StandardCharsets.UTF_8);
        return Base64.getEncoder().encodeToString(mark);
    }

    private static ObjectNode message(Answer answer, String model, @Nullable String stopReason) {
        ObjectNode message = event("message");
        message.put("id", "msg_sim_" + answer.id()).put("role", "assistant").put("model", model);
        message.putArray("content");
        String stopSequence = stopReason == null ? null : answer.stopSequence().orElse(null);
        return message.put("stop_reason", stopReason).put("stop_sequence", stopSequence);
    }

    private static void usage(ObjectNode owner, Optional<Script.Counts> usage) {
        usage.ifPresent(counts ->
                owner.putObject("usage")
                        .put("input_tokens", counts.in())
                        .put("cache_creation_input_tokens", 0)
                        .put("cache_read_input_tokens", 0)
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
            case TOOL_USE -> "tool_use";
        };
    }
}
