package dev.tollgate.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.errors.RawCalls;
import dev.tollgate.contract.errors.Simulator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import software.amazon.eventstream.Message;
import software.amazon.eventstream.MessageDecoder;

/// Streams that stream: the simulated model sends a chunk when the one before it has been read, so
/// that an answer which somebody on the way gathers never comes.
final class StreamChecks implements Area {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int WORDS = 5;
    private static final int BUFFER = 8192;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Target target;
    private final Caller caller;

    StreamChecks(Target target) {
        this.target = target;
        this.caller = Caller.of(target);
    }

    /// Reads a stream to its end and lets the model send on at each chunk.
    @FunctionalInterface
    private interface Reader {
        /// @return how many chunks of text there were
        int read(InputStream body, Runnable chunk) throws IOException;
    }

    @Override
    public String name() {
        return "streams";
    }

    @Override
    public Stream<Check> checks() {
        return Stream.of(Target.SIMULATED, "sim.gpt")
                .flatMap(alias ->
                        Stream.of(
                                new Check(
                                        "converse-stream of " + alias,
                                        () -> converse("converse-stream", alias)),
                                new Check("messages of " + alias, () -> messages(alias))));
    }

    private void converse(String operation, String alias) throws Exception {
        String handshake = Caller.id();
        assertHandshake(
                "/model/" + alias + '/' + operation,
                RawCalls.saying(script(handshake)),
                handshake,
                StreamChecks::frames);
    }

    private void messages(String alias) throws Exception {
        String handshake = Caller.id();
        ObjectNode body =
                JSON.createObjectNode()
                        .put("model", alias)
                        .put("max_tokens", 16)
                        .put("stream", true);
        body.putArray("messages").addObject().put("role", "user").put("content", script(handshake));
        assertHandshake(
                "/v1/messages", JSON.writeValueAsBytes(body), handshake, StreamChecks::events);
    }

    private void assertHandshake(String path, byte[] body, String handshake, Reader reader)
            throws Exception {
        var http = caller.calls().http();
        var simulator = new Simulator(target.simulatorUrl(), http);
        var request =
                HttpRequest.newBuilder(URI.create(target.url() + path))
                        .timeout(PATIENCE)
                        .header("content-type", "application/json")
                        .header("authorization", "Bearer " + target.caller())
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build();
        HttpResponse<InputStream> answer =
                http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertEquals(200, answer.statusCode());
        try (InputStream stream = answer.body()) {
            assertEquals(WORDS, reader.read(stream, () -> simulator.releaseOne(handshake)));
        }
    }

    private static String script(String handshake) {
        return "[[sim words=" + WORDS + " handshake=" + handshake + "]]";
    }

    /// Frames of an event stream.
    private static int frames(InputStream body, Runnable chunk) throws IOException {
        var chunks = new Chunks(chunk);
        var decoder = new MessageDecoder(chunks::take);
        byte[] buffer = new byte[BUFFER];
        for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
            decoder.feed(buffer, 0, read);
        }
        return chunks.count;
    }

    /// Server-sent events.
    private static int events(InputStream body, Runnable chunk) throws IOException {
        var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        int count = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("data:") && line.contains("\"text_delta\"")) {
                count++;
                chunk.run();
            }
        }
        return count;
    }

    private static final class Chunks {
        private final Runnable each;
        private int count;

        Chunks(Runnable each) {
            this.each = each;
        }

        void take(Message frame) {
            var type = Objects.requireNonNull(frame.getHeaders().get(":event-type"));
            if (type.getString().equals("contentBlockDelta")) {
                count++;
                each.run();
            }
        }
    }
}
