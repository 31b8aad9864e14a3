package dev.tollgate.localstack.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.localstack.upstream.LiveUpstreams;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/// Scripts played as frames on a socket: what the reader of a stream meets.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BedrockScriptTest {
    private LiveUpstreams live;
    private BedrockCalls calls;

    @BeforeAll
    void start() throws Exception {
        live = new LiveUpstreams();
        calls = new BedrockCalls(live);
    }

    @AfterAll
    void stop() {
        live.close();
    }

    private static String body(String script) {
        return "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"" + script + "\"}]}]}";
    }

    private InputStream stream(String script) throws Exception {
        HttpResponse<InputStream> response = calls.send("converse-stream", body(script));
        assertEquals(200, response.statusCode());
        return response.body();
    }

    /// Empty at a clean end.
    private static Optional<Message> read(InputStream in) throws IOException {
        byte[] length = in.readNBytes(4);
        if (length.length == 0) {
            return Optional.empty();
        }
        byte[] rest = in.readNBytes(ByteBuffer.wrap(length).getInt() - 4);
        return Optional.of(
                Message.decode(ByteBuffer.allocate(4 + rest.length).put(length).put(rest).flip()));
    }

    private static String next(InputStream in) throws IOException {
        return type(read(in).orElseThrow());
    }

    private static String type(Message message) {
        return Stream.of(":event-type", ":exception-type")
                .map(message.getHeaders()::get)
                .filter(Objects::nonNull)
                .map(HeaderValue::getString)
                .findFirst()
                .orElseThrow();
    }

    private static List<String> readAll(InputStream in, List<String> types) throws IOException {
        for (Optional<Message> m = read(in); m.isPresent(); m = read(in)) {
            types.add(type(m.get()));
        }
        return types;
    }

    @Test
    void words_three_isThreeDeltasInOrder() throws Exception {
        assertEquals(
                List.of(
                        "messageStart",
                        "contentBlockDelta",
                        "contentBlockDelta",
                        "contentBlockDelta",
                        "contentBlockStop",
                        "messageStop",
                        "metadata"),
                readAll(stream("[[sim words=3]]"), new ArrayList<>()));
    }

    @Test
    void noUsage_stream_hasNoMetadata() throws Exception {
        List<String> types = readAll(stream("[[sim words=1 no-usage]]"), new ArrayList<>());
        assertEquals("messageStop", types.getLast());
    }

    @Test
    void usage_scripted_isToldInBothForms() throws Exception {
        String expected = "\"usage\":{\"inputTokens\":7,\"outputTokens\":9,\"totalTokens\":16}";
        InputStream in = stream("[[sim words=2]] [[sim usage=7,9]]");
        String streamed = "";
        for (Optional<Message> m = read(in); m.isPresent(); m = read(in)) {
            streamed = new String(m.get().getPayload(), StandardCharsets.UTF_8);
        }
        assertTrue(streamed.contains(expected), streamed);
        String whole =
                new String(
                        calls.send("converse", body("[[sim words=2 usage=7,9]]"))
                                .body()
                                .readAllBytes(),
                        StandardCharsets.UTF_8);
        assertTrue(whole.contains(expected), whole);
    }

    @Test
    void cut_afterTwo_breaksOffWithoutAnEnd() throws Exception {
        InputStream in = stream("[[sim words=9 cut=2]]");
        List<String> types = new ArrayList<>();
        assertThrows(IOException.class, () -> readAll(in, types));
        assertEquals(List.of("messageStart", "contentBlockDelta", "contentBlockDelta"), types);
    }

    @Test
    void cut_buffered_breaksOffInTheBody() throws Exception {
        InputStream in = calls.send("converse", body("[[sim cut=0]]")).body();
        assertThrows(IOException.class, in::readAllBytes);
    }

    @Test
    void malformed_afterOne_isAFrameWithAWrongChecksum() throws Exception {
        InputStream in = stream("[[sim words=9 malformed=1]]");
        assertEquals("messageStart", next(in));
        assertEquals("contentBlockDelta", next(in));
        var thrown = assertThrows(RuntimeException.class, () -> next(in));
        assertTrue(String.valueOf(thrown.getMessage()).contains("checksum"), thrown.getMessage());
    }

    @Test
    void fail_afterOne_isAnExceptionFrameAndACleanEnd() throws Exception {
        assertEquals(
                List.of("messageStart", "contentBlockDelta", "modelStreamErrorException"),
                readAll(stream("[[sim words=9 fail=1]]"), new ArrayList<>()));
    }

    @Test
    void stall_afterTwo_saysNothingMoreUntilTheStackStops() throws Exception {
        List<String> types = new ArrayList<>();
        CompletableFuture<List<String>> reading;
        try (LiveUpstreams own = new LiveUpstreams()) {
            InputStream in =
                    new BedrockCalls(own)
                            .send("converse-stream", body("[[sim words=9 stall=2]]"))
                            .body();
            reading =
                    CompletableFuture.supplyAsync(() -> {
                        try {
                            return readAll(in, types);
                        } catch (IOException cut) {
                            throw new UncheckedIOException(cut);
                        }
                    });
            assertThrows(TimeoutException.class, () -> reading.get(500, TimeUnit.MILLISECONDS));
        }
        assertThrows(ExecutionException.class, () -> reading.get(10, TimeUnit.SECONDS));
        assertEquals(List.of("messageStart", "contentBlockDelta", "contentBlockDelta"), types);
    }

    @Test
    void handshake_eachChunk_comesOnlyAfterTheLastWasRead() throws Exception {
        InputStream in = stream("[[sim words=4 handshake=h-1]]");
        assertEquals("messageStart", next(in));
        for (int chunk = 1; chunk < 4; chunk++) {
            assertEquals("contentBlockDelta", next(in));
            assertEquals(0, in.available(), "chunk " + (chunk + 1) + " must not be sent yet");
            handshake();
        }
        assertEquals("contentBlockDelta", next(in));
        assertEquals("contentBlockStop", next(in));
    }

    private void handshake() throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(live.upstreams.url().resolve("/sim/handshake/h-1"))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            assertEquals(
                    200, http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
        }
    }

    @Test
    void delay_short_answersAllTheSame() throws Exception {
        assertFalse(readAll(stream("[[sim words=1 delay=5ms]]"), new ArrayList<>()).isEmpty());
    }

    @Test
    void directive_unknown_isRefusedByName() throws Exception {
        HttpResponse<InputStream> response = calls.send("converse", body("[[sim wrods=3]]"));
        assertEquals(400, response.statusCode());
        String body = new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(body.contains("wrods=3"), body);
    }
}
