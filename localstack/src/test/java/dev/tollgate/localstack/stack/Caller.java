package dev.tollgate.localstack.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import software.amazon.eventstream.Message;
import software.amazon.eventstream.MessageDecoder;

/// Makes single calls and says how they ended.
///
/// @param credentials what each call shows
/// @param kill ends the process that answers, among others
public record Caller(
        HttpClient http, String url, Function<Call, String> credentials, Runnable kill) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /// With one credential for all calls of a tenant.
    public Caller(HttpClient http, String url, Map<String, String> tokens, Runnable kill) {
        this(http, url, call -> Objects.requireNonNull(tokens.get(call.tenant())), kill);
    }

    /// What a client does after the first byte of an answer, or what is done to its call.
    public enum Midway {
        READS_ON,
        LEAVES,
        /// Has whoever answers killed, and reads on.
        KILLS,
        /// Shows a key of its own; while it is looked up, whoever checks credentials is killed.
        UNCHECKED
    }

    /// A call to make.
    ///
    /// @param script what the simulated model is told to do
    public record Call(
            String tenant,
            String alias,
            String id,
            String script,
            boolean streamed,
            Midway midway) {
        @Override
        public String toString() {
            return tenant + ' ' + alias + (streamed ? " streamed " : " ") + script;
        }
    }

    /// How a call ended.
    public sealed interface Ending {
        /// In full.
        record Complete() implements Ending {}

        /// With a typed error instead of an answer.
        ///
        /// @param code of the table of errors
        record Refused(int status, String type, String code) implements Ending {}

        /// With a typed exception in a stream.
        record Broken(String type) implements Ending {}

        /// The client went.
        record Left() implements Ending {}

        /// In mid-answer, by the end of the connection.
        record Cut() implements Ending {}

        /// In a way that no client understands.
        record Untyped(String what) implements Ending {}
    }

    public Ending make(Call call) throws InterruptedException {
        try {
            HttpResponse<InputStream> answer =
                    http.send(request(call), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                return answer.statusCode() == 200
                        ? answered(call, body)
                        : refused(answer, body.readAllBytes());
            }
        } catch (IOException e) {
            return new Ending.Untyped(e.toString());
        }
    }

    private Ending answered(Call call, InputStream body) throws IOException {
        var whole = new ByteArrayOutputStream();
        try {
            whole.writeBytes(body.readNBytes(1));
            switch (call.midway()) {
                case READS_ON, UNCHECKED -> {}
                case LEAVES -> {
                    return new Ending.Left();
                }
                case KILLS -> kill.run();
            }
            body.transferTo(whole);
        } catch (IOException e) {
            return new Ending.Cut();
        }
        return call.streamed() ? streamed(whole.toByteArray()) : buffered(whole.toByteArray());
    }

    private HttpRequest request(Call call) {
        String operation = call.streamed() ? "/converse-stream" : "/converse";
        ObjectNode body = JSON.createObjectNode();
        body.putArray("messages")
                .addObject()
                .put("role", "user")
                .putArray("content")
                .addObject()
                .put("text", call.script());
        body.putObject("inferenceConfig").put("maxTokens", 40);
        return HttpRequest.newBuilder(URI.create(url + "/model/" + call.alias() + operation))
                .timeout(PATIENCE)
                .header("authorization", "Bearer " + credentials.apply(call))
                .header("content-type", "application/json")
                .header("amz-sdk-invocation-id", call.id())
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
    }

    private static Ending refused(HttpResponse<?> answer, byte[] body) throws IOException {
        String type = answer.headers().firstValue("x-amzn-ErrorType").orElse("");
        JsonNode error = JSON.readTree(body);
        String message = error.path("message").asText();
        String code = error.at("/error/code").asText();
        return type.isEmpty() || message.isEmpty() || code.isEmpty()
                ? new Ending.Untyped(answer + " " + message)
                : new Ending.Refused(answer.statusCode(), type, code);
    }

    private static Ending buffered(byte[] body) throws IOException {
        return JSON.readTree(body).at("/usage/totalTokens").isIntegralNumber()
                ? new Ending.Complete()
                : new Ending.Untyped("an answer without usage");
    }

    private static Ending streamed(byte[] body) {
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
