package dev.tollgate.localstack.simulator.gemini;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.localstack.simulator.play.Answer;
import dev.tollgate.localstack.simulator.play.Script;
import dev.tollgate.localstack.simulator.play.StreamShape;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// An answer in the shape of generateContent: whole, or as server-sent events, each a response.
/// Calls come whole; the first is signed. Each response counts what was taken so far.
final class ContentShape implements StreamShape {
    private final Answer answer;
    private final boolean showThoughts;
    private final OutputStream out;
    private int words;
    private int calls;

    ContentShape(Answer answer, boolean showThoughts, OutputStream out) {
        this.answer = answer;
        this.showThoughts = showThoughts;
        this.out = out;
    }

    static ObjectNode whole(Answer answer, boolean showThoughts) {
        var shape = new ContentShape(answer, showThoughts, OutputStream.nullOutputStream());
        ArrayNode parts = JsonNodeFactory.instance.arrayNode();
        if (showThoughts && !answer.thoughts().isEmpty()) {
            parts.add(thought(answer.thoughts()));
        }
        if (!answer.chunks().isEmpty()) {
            parts.addObject().put("text", answer.text());
        }
        answer.calls().forEach(call -> parts.add(shape.functionCall(call)));
        return shape.response(parts, finishReason(answer));
    }

    @Override
    public void begin() {}

    @Override
    public void thoughts(String text) throws IOException {
        if (showThoughts) {
            send(response(JsonNodeFactory.instance.arrayNode().add(thought(text)), null));
        }
    }

    @Override
    public void content(String text) throws IOException {
        words++;
        ArrayNode parts = JsonNodeFactory.instance.arrayNode();
        parts.addObject().put("text", text);
        send(response(parts, null));
    }

    @Override
    public void call(Answer.Call call) throws IOException {
        send(response(JsonNodeFactory.instance.arrayNode().add(functionCall(call)), null));
    }

    @Override
    public void end() throws IOException {
        ArrayNode parts = JsonNodeFactory.instance.arrayNode();
        parts.addObject().put("text", "");
        send(response(parts, finishReason(answer)));
    }

    @Override
    public void broken(Script.BreakKind kind) throws IOException {
        if (kind == Script.BreakKind.MALFORMED) {
            write("data: {\"candidates\":[{\"content\":\r\n\r\n");
        } else {
            ObjectNode error = JsonNodeFactory.instance.objectNode();
            error.putObject("error")
                    .put("code", 503)
                    .put("message", "failed as scripted")
                    .put("status", "UNAVAILABLE");
            send(error);
        }
    }

    /// @param finishReason null while the answer goes on
    private ObjectNode response(ArrayNode parts, @Nullable String finishReason) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ObjectNode candidate = json.putArray("candidates").addObject();
        candidate.putObject("content").put("role", "model").set("parts", parts);
        if (finishReason != null) {
            candidate.put("finishReason", finishReason);
        }
        candidate.put("index", 0);
        answer.usage().ifPresent(counts -> usage(counts, finishReason != null, json));
        return json.put("modelVersion", GeminiEndpoint.MODEL).put("responseId", answer.id());
    }

    private void usage(Script.Counts counts, boolean ended, ObjectNode json) {
        int thoughts = Math.min(thoughtTokens(), counts.out());
        int written = ended ? counts.out() - thoughts : words;
        ObjectNode usage = json.putObject("usageMetadata");
        usage.put("promptTokenCount", counts.in());
        usage.put("candidatesTokenCount", written);
        if (thoughts > 0) {
            usage.put("thoughtsTokenCount", thoughts);
        }
        usage.put("totalTokenCount", counts.in() + written + thoughts);
    }

    private int thoughtTokens() {
        return answer.thoughts().isEmpty() ? 0 : answer.thoughts().split(" ", -1).length;
    }

    private ObjectNode functionCall(Answer.Call call) {
        ObjectNode part = JsonNodeFactory.instance.objectNode();
        ObjectNode function = part.putObject("functionCall").put("name", call.name());
        function.set("args", call.input());
        if (calls++ == 0) {
            byte[] mark = ("signed " + answer.id()).getBytes(StandardCharsets.UTF_8);
            part.put("thoughtSignature", Base64.getEncoder().encodeToString(mark));
        }
        return part;
    }

    private static ObjectNode thought(String text) {
        return JsonNodeFactory.instance.objectNode().put("text", text).put("thought", true);
    }

    private void send(ObjectNode response) throws IOException {
        write("data: " + response + "\r\n\r\n");
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static String finishReason(Answer answer) {
        return switch (answer.stop()) {
            case END, STOP_SEQUENCE, TOOL_USE -> "STOP";
            case MAX_TOKENS -> "MAX_TOKENS";
        };
    }
}
