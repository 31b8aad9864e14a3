package dev.tollgate.localstack.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.localstack.upstream.LiveUpstreams;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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
        InputStream in = stream("[[sim words=9 cut=2 handshake=h-cut]]");
        assertEquals("messageStart", next(in));
        assertEquals("contentBlockDelta", next(in));
        handshake("h-cut");
        assertEquals("contentBlockDelta", next(in));
        handshake("h-cut");
        assertThrows(IOException.class, () -> next(in));
    }

    @Test
    void cut_withoutHandshake_neverEndsCleanly() throws Exception {
        InputStream in = stream("[[sim words=9 cut=2]]");
        assertThrows(IOException.class, () -> readAll(in, new ArrayList<>()));
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
        List<String> more = new ArrayList<>();
        CompletableFuture<List<String>> reading;
        try (LiveUpstreams own = new LiveUpstreams()) {
            InputStream in =
                    new BedrockCalls(own)
                            .send("converse-stream", body("[[sim words=9 stall=2]]"))
                            .body();
            for (String type : List.of("messageStart", "contentBlockDelta", "contentBlockDelta")) {
                assertEquals(type, next(in));
            }
            reading = reading(() -> readAll(in, more));
            assertThrows(TimeoutException.class, () -> reading.get(500, TimeUnit.MILLISECONDS));
        }
        assertThrows(ExecutionException.class, () -> reading.get(10, TimeUnit.SECONDS));
        assertEquals(List.of(), more);
    }

    @Test
    void delay_long_holdsBackEvenTheStatus() throws Exception {
        CompletableFuture<HttpResponse<InputStream>> answer;
        try (LiveUpstreams own = new LiveUpstreams()) {
            BedrockCalls ownCalls = new BedrockCalls(own);
            answer = reading(() -> ownCalls.send("converse", body("[[sim delay=600s]]")));
            assertThrows(TimeoutException.class, () -> answer.get(500, TimeUnit.MILLISECONDS));
        }
        assertThrows(ExecutionException.class, () -> answer.get(10, TimeUnit.SECONDS).body());
    }

    @Test
    void delay_short_isOverSoon() throws Exception {
        assertEquals(200, calls.send("converse", body("[[sim delay=5ms]]")).statusCode());
    }

    @Test
    void malformed_buffered_isHalfAsIfWhole() throws Exception {
        byte[] half = calls.send("converse", body("[[sim malformed=0]]")).body().readAllBytes();
        assertThrows(IOException.class, () -> new ObjectMapper().readTree(half));
    }

    @Test
    void directive_unknown_isRefusedByName() throws Exception {
        HttpResponse<InputStream> response = calls.send("converse", body("[[sim wrods=3]]"));
        assertEquals(400, response.statusCode());
        String body = new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(body.contains("wrods=3"), body);
    }

    @Test
    void handshake_eachChunk_comesOnlyAfterTheLastWasRead() throws Exception {
        InputStream in = stream("[[sim words=4 handshake=h-1]]");
        assertEquals("messageStart", next(in));
        assertEquals("contentBlockDelta", next(in));
        for (int chunk = 2; chunk <= 4; chunk++) {
            CompletableFuture<String> reading = reading(() -> next(in));
            assertThrows(TimeoutException.class, () -> reading.get(200, TimeUnit.MILLISECONDS));
            handshake("h-1");
            assertEquals("contentBlockDelta", reading.get(10, TimeUnit.SECONDS));
        }
        assertEquals("contentBlockStop", next(in));
    }

    private static <T> CompletableFuture<T> reading(Callable<T> read) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return read.call();
            } catch (Exception cut) {
                throw new CompletionException(cut);
            }
        });
    }

    private void handshake(String id) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(live.upstreams.url().resolve("/sim/handshake/" + id))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            assertEquals(
                    200, http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
        }
    }
}
