package dev.tollgate.bench.peer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/// A model that answers at once, in both upstream languages: whole answers of 1 KB, streams of
/// [#CHUNKS] chunks, [#GAP] apart.
public final class MockUpstream {
    /// Of a stream.
    public static final int CHUNKS = 20;

    static final Duration GAP = Duration.ofMillis(2);

    private static final String TEXT = "The quarter went well: revenue grew. ".repeat(24);
    private static final byte[] CHAT =
            utf8(
                    """
                    {"id":"c-1","object":"chat.completion","created":1,"model":"gpt-sim",\
                    "choices":[{"index":0,"message":{"role":"assistant","content":"%s"},\
                    "finish_reason":"stop"}],\
                    "usage":{"prompt_tokens":57,"completion_tokens":180,"total_tokens":237}}\
                    """
                            .formatted(TEXT));
    private static final byte[] CONVERSE =
            utf8(
                    """
                    {"output":{"message":{"role":"assistant","content":[{"text":"%s"}]}},\
                    "stopReason":"end_turn","metrics":{"latencyMs":1},\
                    "usage":{"inputTokens":57,"outputTokens":180,"totalTokens":237}}\
                    """
                            .formatted(TEXT));

    private MockUpstream() {}

    /// @param arguments the port
    public static void main(String[] arguments) throws IOException {
        var address =
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
        HttpServer server = HttpServer.create(address, 1024);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", MockUpstream::answer);
        server.start();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (path.endsWith("/converse-stream")) {
                frames(start(exchange, "application/vnd.amazon.eventstream"));
            } else if (path.endsWith("/converse")) {
                whole(exchange, CONVERSE);
            } else if (new String(body, StandardCharsets.UTF_8).contains("\"stream\":true")) {
                lines(start(exchange, "text/event-stream"));
            } else {
                whole(exchange, CHAT);
            }
        }
    }

    private static void whole(HttpExchange exchange, byte[] answer) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
    }

    private static OutputStream start(HttpExchange exchange, String type) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, 0);
        return exchange.getResponseBody();
    }

    private static void frames(OutputStream out) throws IOException {
        send(out, frame("messageStart", "{\"role\":\"assistant\"}"));
        for (int i = 0; i < CHUNKS; i++) {
            pause(i);
            send(
                    out,
                    frame(
                            "contentBlockDelta",
                            "{\"contentBlockIndex\":0,\"delta\":{\"text\":\" tok" + i + "\"}}"));
        }
        send(out, frame("contentBlockStop", "{\"contentBlockIndex\":0}"));
        send(out, frame("messageStop", "{\"stopReason\":\"end_turn\"}"));
        send(
                out,
                frame(
                        "metadata",
                        "{\"usage\":{\"inputTokens\":57,\"outputTokens\":20,\"totalTokens\":77},"
                                + "\"metrics\":{\"latencyMs\":1}}"));
        out.close();
    }

    private static byte[] frame(String type, String payload) {
        var message =
                new Message(
                        Map.of(
                                ":event-type", HeaderValue.fromString(type),
                                ":content-type", HeaderValue.fromString("application/json"),
                                ":message-type", HeaderValue.fromString("event")),
                        utf8(payload));
        ByteBuffer bytes = message.toByteBuffer();
        byte[] frame = new byte[bytes.remaining()];
        bytes.get(frame);
        return frame;
    }

    private static void lines(OutputStream out) throws IOException {
        for (int i = 0; i < CHUNKS; i++) {
            pause(i);
            send(out, line("{\"index\":0,\"delta\":{\"content\":\" tok" + i + "\"}}", "null"));
        }
        send(out, line("{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}", "null"));
        send(out, line("", "{\"prompt_tokens\":57,\"completion_tokens\":20,\"total_tokens\":77}"));
        send(out, utf8("data: [DONE]\n\n"));
        out.close();
    }

    private static byte[] line(String choice, String usage) {
        return utf8(
                """
                data: {"id":"c-1","object":"chat.completion.chunk","created":1,"model":"gpt-sim",\
                "choices":[%s],"usage":%s}

                """
                        .formatted(choice, usage));
    }

    private static void pause(int chunk) {
        if (chunk > 0) {
            LockSupport.parkNanos(GAP.toNanos());
        }
    }

    private static void send(OutputStream out, byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
