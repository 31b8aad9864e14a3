package dev.tollgate.localstack.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.localstack.stack.Caller.Call;
import dev.tollgate.localstack.stack.Caller.Ending;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import software.amazon.eventstream.Message;
import software.amazon.eventstream.MessageDecoder;

/// A client's dialect in plain HTTP: how a call is asked, and how an answer in it ended.
public enum Wire {
    CONVERSE,
    COMPLETIONS,
    MESSAGES;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_TOKENS = 40;

    /// What asks for a call, but for the caller's credential.
    HttpRequest.Builder request(String url, Call call) {
        ObjectNode body = JSON.createObjectNode();
        ObjectNode message = body.putArray("messages").addObject().put("role", "user");
        String path =
                switch (this) {
                    case CONVERSE -> {
                        message.putArray("content").addObject().put("text", call.script());
                        body.putObject("inferenceConfig").put("maxTokens", MOST_TOKENS);
                        String operation = call.streamed() ? "/converse-stream" : "/converse";
                        yield "/model/" + call.alias() + operation;
                    }
                    case COMPLETIONS -> {
                        named(call, body, message);
                        yield "/v1/chat/completions";
                    }
                    case MESSAGES -> {
                        named(call, body, message);
                        yield "/v1/messages";
                    }
                };
        return HttpRequest.newBuilder(URI.create(url + path))
                .header(this == CONVERSE ? "amz-sdk-invocation-id" : "idempotency-key", call.id())
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
    }

    private static void named(Call call, ObjectNode body, ObjectNode message) {
        message.put("content", call.script());
        body.put("model", call.alias())
                .put("max_tokens", MOST_TOKENS)
                .put("stream", call.streamed());
    }

    /// How a call ended that has another status than 200.
    Ending refused(HttpResponse<?> answer, byte[] body) throws IOException {
        JsonNode error = JSON.readTree(body).path("error");
        String type =
                this == CONVERSE
                        ? answer.headers().firstValue("x-amzn-ErrorType").orElse("")
                        : error.path("type").asText();
        String message = error.path("message").asText();
        String code = error.path("code").asText();
        return type.isEmpty() || message.isEmpty() || code.isEmpty()
                ? new Ending.Untyped(answer + " " + message)
                : new Ending.Refused(answer.statusCode(), type, code);
    }

    Ending buffered(byte[] body) throws IOException {
        String count =
                switch (this) {
                    case CONVERSE -> "/usage/totalTokens";
                    case COMPLETIONS -> "/usage/total_tokens";
                    case MESSAGES -> "/usage/output_tokens";
                };
        return JSON.readTree(body).at(count).isIntegralNumber()
                ? new Ending.Complete()
                : new Ending.Untyped("an answer without usage");
    }

    Ending streamed(byte[] body) throws IOException {
        return switch (this) {
            case CONVERSE -> frames(body);
            case COMPLETIONS -> events(body, "[DONE]");
            case MESSAGES -> events(body, "{\"type\":\"message_stop\"}");
        };
    }

    /// @param last the data of a whole stream's last event
    private static Ending events(byte[] body, String last) throws IOException {
        String text = new String(body, UTF_8).stripTrailing();
        String data = text.substring(text.lastIndexOf("data: ") + "data: ".length());
        if (data.equals(last)) {
            return new Ending.Complete();
        }
        String error = data.startsWith("{") ? JSON.readTree(data).at("/error/type").asText() : "";
        return error.isEmpty()
                ? new Ending.Untyped("a stream that just stops: " + data)
                : new Ending.Broken(error);
    }

    private static Ending frames(byte[] body) {
        List<Message> frames = new ArrayList<>();
        new MessageDecoder(frames::add).feed(body);
        if (frames.isEmpty()) {
            return new Ending.Untyped("an empty stream");
        }
        if ("exception".equals(header(frames.getLast(), ":message-type"))) {
            return new Ending.Broken(header(frames.getLast(), ":exception-type"));
        }
        return "metadata".equals(header(frames.getLast(), ":event-type"))
                ? new Ending.Complete()
                : new Ending.Untyped("a stream that just stops");
    }

    private static String header(Message frame, String name) {
        return Objects.requireNonNull(frame.getHeaders().get(name), name).getString();
    }
}
