package dev.tollgate.contract.errors;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;
import software.amazon.eventstream.MessageDecoder;

/// Makes a case's call over plain HTTP.
public record RawCalls(HttpClient http) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /// @param path below the endpoint
    /// @param authorization null for none
    @SuppressWarnings("ArrayRecordComponent") // sent, never compared
    public record Call(
            String url,
            String path,
            @Nullable String authorization,
            Map<String, String> headers,
            byte @Nullable [] body) {
        public static Call of(ErrorCase one, Begun begun) {
            boolean read = one.call().equals("usage");
            String path = one.path();
            if (path == null) {
                String model = one.model().repeat(one.modelTimes());
                path = read ? "/v1/usage" : "/model/" + model + '/' + one.call();
            }
            return new Call(
                    begun.url(),
                    path,
                    begun.authorization().orElse(null),
                    begun.headers(),
                    read ? null : RawCalls.body(one, begun.text()));
        }
    }

    public Seen make(ErrorCase one, Begun begun) throws IOException, InterruptedException {
        return seen(one, send(Call.of(one, begun)));
    }

    public HttpResponse<byte[]> send(Call call) throws IOException, InterruptedException {
        byte[] body = call.body();
        var request =
                HttpRequest.newBuilder(URI.create(call.url() + call.path()))
                        .timeout(PATIENCE)
                        .header("content-type", "application/json");
        if (body != null) {
            request.POST(HttpRequest.BodyPublishers.ofByteArray(body));
        }
        String authorization = call.authorization();
        if (authorization != null) {
            request.header("authorization", authorization);
        }
        call.headers().forEach(request::header);
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    /// A Converse request of one user turn, 16 tokens at most.
    public static byte[] saying(String text) {
        ObjectNode body = JSON.createObjectNode();
        say(body, text);
        body.putObject("inferenceConfig").put("maxTokens", 16);
        return bytes(body);
    }

    private static byte[] body(ErrorCase one, String text) {
        String base64 = one.base64();
        if (base64 != null) {
            return Base64.getDecoder().decode(base64);
        }
        String body = one.body();
        if (body != null) {
            return body.repeat(one.times()).getBytes(StandardCharsets.UTF_8);
        }
        ObjectNode request = JSON.createObjectNode();
        String said = text.repeat(one.times());
        if (one.call().equals("count-tokens")) {
            say(request.putObject("input").putObject("converse"), said);
        } else {
            say(request, said);
            request.putObject("inferenceConfig").put("maxTokens", 16);
        }
        one.fields().forEach(request::set);
        return bytes(request);
    }

    private static void say(ObjectNode converse, String text) {
        converse.putArray("messages")
                .addObject()
                .put("role", "user")
                .putArray("content")
                .addObject()
                .put("text", text);
    }

    private static byte[] bytes(ObjectNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Seen seen(ErrorCase one, HttpResponse<byte[]> answer) {
        String id = header(answer, "x-amzn-RequestId");
        if (answer.statusCode() == 200) {
            return one.streams() ? streamed(answer.body(), id) : Seen.complete(id);
        }
        String body = new String(answer.body(), StandardCharsets.UTF_8);
        return new Seen(
                answer.statusCode(),
                header(answer, "x-amzn-ErrorType"),
                1,
                id,
                body + answer.headers().map(),
                false,
                false,
                body,
                header(answer, "retry-after"));
    }

    private static Seen streamed(byte[] body, @Nullable String id) {
        List<Message> frames = new ArrayList<>();
        new MessageDecoder(frames::add).feed(body);
        Message last = frames.getLast();
        Map<String, HeaderValue> headers = last.getHeaders();
        HeaderValue exception = headers.get(":exception-type");
        if (exception == null) {
            return Seen.complete(id);
        }
        String payload = new String(last.getPayload(), StandardCharsets.UTF_8);
        boolean started = frames.stream().anyMatch(RawCalls::isContent);
        return new Seen(200, exception.getString(), 1, id, payload, started, false, payload, null);
    }

    private static boolean isContent(Message frame) {
        HeaderValue type = frame.getHeaders().get(":event-type");
        return type != null && type.getString().equals("contentBlockDelta");
    }

    private static @Nullable String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse(null);
    }
}
