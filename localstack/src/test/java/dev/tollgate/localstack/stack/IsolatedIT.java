package dev.tollgate.localstack.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.core.call.CallLine;
import dev.tollgate.core.call.IdSource;
import dev.tollgate.core.ledger.OpenHold;
import dev.tollgate.core.money.Money;
import dev.tollgate.core.tenant.TenantId;
import dev.tollgate.localstack.isolated.IsolatedFunction;
import dev.tollgate.runtime.SecureIds;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Acceptance: the gateway with each function in processes of its own, through the Runtime API.
final class IsolatedIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TenantId ACME = new TenantId("acme");
    private static final Duration LONGEST_LEASE = Duration.ofMinutes(16);

    @TempDir static Path folder = Path.of("");

    private static LocalStack stack;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final IdSource ids = new SecureIds();

    @BeforeAll
    static void start() {
        var home = new Home(Path.of("..").toAbsolutePath().normalize());
        stack =
                LocalStack.start(
                        new StackOptions(
                                home,
                                folder.resolve("state"),
                                TestStack.cache(),
                                Path.of("src/test/config"),
                                0,
                                true));
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void converse_isolated_answersAndSettles() throws Exception {
        String call = ids.next();
        HttpResponse<byte[]> answer = converse(call);

        assertEquals(200, answer.statusCode(), text(answer));
        JsonNode body = JSON.readTree(answer.body());
        assertEquals(4, body.at("/usage/outputTokens").asInt(), body.toString());
        CallLine line = line(call);
        assertTrue(line.cost().nanos() > 0, line.toString());
        HttpResponse<byte[]> usage = http.send(get("/v1/usage"), BodyHandlers.ofByteArray());
        assertEquals(200, usage.statusCode(), text(usage));
        assertEquals("acme", JSON.readTree(usage.body()).path("tenant").asText(), text(usage));
    }

    @Test
    void converse_badToken_isTheAuthorizersRefusal() throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(stack.url() + "/v1/usage"))
                        .header("Authorization", "Bearer " + ids.next())
                        .build();

        HttpResponse<byte[]> refused = http.send(request, BodyHandlers.ofByteArray());

        assertEquals(401, refused.statusCode(), text(refused));
    }

    @Test
    void converseStream_isolated_sendsEachChunkWhenTheLastWasRead() throws Exception {
        String word = ids.next();
        HttpResponse<InputStream> answer =
                http.send(stream(word, ids.next()), BodyHandlers.ofInputStream());

        assertEquals(200, answer.statusCode());
        int deltas = 0;
        boolean metadata = false;
        try (var frames = new DataInputStream(answer.body())) {
            for (int total = frames.read(); total >= 0; total = frames.read()) {
                String frame = frame(frames, total);
                if (frame.contains("contentBlockDelta")) {
                    deltas++;
                    read(word);
                }
                metadata |= frame.contains("outputTokens");
            }
        }
        assertEquals(5, deltas);
        assertTrue(metadata);
    }

    @Test
    void converseStream_environmentKilled_endsUncleanlyAndTheBooksBalance() throws Exception {
        String call = ids.next();
        HttpResponse<InputStream> answer =
                http.send(stream(ids.next(), call), BodyHandlers.ofInputStream());
        List<Long> killed = llmProxy().processes();
        try (var frames = new DataInputStream(answer.body())) {
            String first = frame(frames, frames.read());
            assertTrue(first.contains("messageStart"), first);
            killed.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
            assertThrows(IOException.class, frames::readAllBytes);
        }

        List<OpenHold> open = holds(Instant.now(), call);
        assertEquals(1, open.size(), "what was held stays held");
        assertEquals(200, converse(ids.next()).statusCode());
        assertFalse(llmProxy().processes().stream().anyMatch(killed::contains));
        assertEquals(List.of(), holds(Instant.now().plus(LONGEST_LEASE), call));
        Money charged = line(call).cost();
        assertEquals(open.getFirst().amounts().money(), charged, "the lease's end charges it");
    }

    private HttpResponse<byte[]> converse(String call) throws IOException, InterruptedException {
        return http.send(post("converse", "[[sim words=4]]", call), BodyHandlers.ofByteArray());
    }

    private static IsolatedFunction llmProxy() {
        return (IsolatedFunction)
                Objects.requireNonNull(stack.functions().byName().get("llm-proxy"));
    }

    private static List<OpenHold> holds(Instant at, String call) {
        return report(at).books().holds().stream()
                .filter(hold -> hold.call().value().equals(call))
                .toList();
    }

    private static CallLine line(String call) {
        return report(Instant.now()).lines().stream()
                .filter(line -> line.call().value().equals(call))
                .findFirst()
                .orElseThrow();
    }

    private static LedgerReport report(Instant at) {
        var tenant = stack.stores().config().tenant(ACME).orElseThrow();
        return LedgerReport.read(stack.stores().ledger(), tenant, at, 100);
    }

    private void read(String word) throws IOException, InterruptedException {
        http.send(
                HttpRequest.newBuilder(stack.upstreams().url().resolve("/sim/handshake/" + word))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                BodyHandlers.discarding());
    }

    private static HttpRequest stream(String word, String call) throws IOException {
        return post("converse-stream", "[[sim words=5 handshake=" + word + "]]", call);
    }

    private static HttpRequest post(String operation, String text, String call) throws IOException {
        var body = JSON.createObjectNode();
        var message = body.putArray("messages").addObject().put("role", "user");
        message.putArray("content").addObject().put("text", text);
        return request("/model/sim.claude/" + operation)
                .header("Content-Type", "application/json")
                .header("amz-sdk-invocation-id", call)
                .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                .build();
    }

    private static HttpRequest get(String path) {
        return request(path).build();
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(stack.url() + path))
                .timeout(Duration.ofMinutes(1))
                .header("Authorization", "Bearer " + stack.environment().get("TOLLGATE_JWT_ACME"));
    }

    /// One frame of an event stream, whose first byte was read.
    private static String frame(DataInputStream in, int first) throws IOException {
        int length = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
        return new String(in.readNBytes(length - Integer.BYTES), StandardCharsets.UTF_8);
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
