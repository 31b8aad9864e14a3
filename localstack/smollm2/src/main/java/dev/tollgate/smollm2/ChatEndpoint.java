package dev.tollgate.smollm2;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// `POST /v1/chat/completions`. A client that leaves stops the generation at the next token.
final class ChatEndpoint implements HttpHandler {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_BODY_BYTES = 4 * 1024 * 1024;

    /// A buffered answer sends a newline, which JSON ignores, this often: only a write tells that
    /// the client has gone.
    private static final int PIECES_PER_SIGN_OF_LIFE = 8;

    private final LocalModel model;
    private final Clock clock;
    private final AtomicLong ids = new AtomicLong();

    ChatEndpoint(LocalModel model, Clock clock) {
        this.model = model;
        this.clock = clock;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        Answer answer = new Answer(exchange);
        try {
            ChatRequest request = ChatRequest.read(readBody(exchange));
            ChatAnswers shapes =
                    new ChatAnswers(
                            "chatcmpl-local-" + ids.incrementAndGet(),
                            clock.instant().getEpochSecond());
            if (request.stream()) {
                stream(request, shapes, answer);
            } else {
                whole(request, shapes, answer);
            }
        } catch (RequestRefused refused) {
            answer.refuse(refused);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }

    private void whole(ChatRequest request, ChatAnswers shapes, Answer answer)
            throws IOException, RequestRefused, InterruptedException {
        int[] pieces = {0};
        Completion completion =
                model.generate(
                        request,
                        _ -> {
                            if (++pieces[0] % PIECES_PER_SIGN_OF_LIFE == 0) {
                                answer.write("application/json", "\n");
                            }
                        });
        answer.write("application/json", JSON.writeValueAsString(shapes.whole(completion)));
        answer.end();
    }

    private void stream(ChatRequest request, ChatAnswers shapes, Answer answer)
            throws IOException, RequestRefused, InterruptedException {
        boolean[] begun = {false};
        Completion completion =
                model.generate(
                        request,
                        piece -> {
                            if (!begun[0]) {
                                begun[0] = true;
                                answer.event(shapes.chunk("assistant", "", null));
                            }
                            answer.event(shapes.chunk(null, piece, null));
                        });
        answer.event(shapes.chunk(null, null, completion.finishReason()));
        if (request.includeUsage()) {
            answer.event(shapes.usageChunk(completion));
        }
        answer.write("text/event-stream", "data: [DONE]\n\n");
        answer.end();
    }

    private static JsonNode readBody(HttpExchange exchange) throws IOException, RequestRefused {
        if (!exchange.getRequestMethod().equals("POST")) {
            throw RequestRefused.of(405, "method_not_allowed", "use POST");
        }
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
        if (body.length > MAX_BODY_BYTES) {
            throw RequestRefused.of(
                    413, "request_too_large", "the body is above " + MAX_BODY_BYTES + " bytes");
        }
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException _) {
            throw RequestRefused.of(400, "invalid_json", "the body is not valid JSON");
        }
    }

    /// The answer's bytes; headers go out with the first of them.
    private static final class Answer {
        private final HttpExchange exchange;
        private @Nullable OutputStream out;

        Answer(HttpExchange exchange) {
            this.exchange = exchange;
        }

        void event(JsonNode data) throws IOException {
            write("text/event-stream", "data: " + JSON.writeValueAsString(data) + "\n\n");
        }

        void write(String contentType, String text) throws IOException {
            if (out == null) {
                exchange.getResponseHeaders().set("Content-Type", contentType);
                exchange.sendResponseHeaders(200, 0);
                out = exchange.getResponseBody();
            }
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }

        void end() throws IOException {
            if (out != null) {
                out.close();
            }
        }

        void refuse(RequestRefused refused) throws IOException {
            byte[] body = JSON.writeValueAsBytes(ChatAnswers.error(refused));
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(refused.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
