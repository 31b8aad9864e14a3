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
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Acceptance: what becomes of a call whose environment dies. All else that isolated functions do,
/// the suites of both modes show.
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
        stack = LocalStack.start(TestStack.options(folder, Mode.ISOLATED));
    }

    @AfterAll
    static void stop() {
        stack.close();
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
            killAll(killed);
            assertThrows(IOException.class, frames::readAllBytes);
        }

        assertServesOnAndCharges(call, killed);
    }

    @Test
    void converse_environmentKilledBeforeTheFirstByte_isABadGatewayAndTheBooksBalance()
            throws Exception {
        String call = ids.next();
        var refused =
                http.sendAsync(
                        post("converse", "[[sim words=4 delay=600s]]", call),
                        BodyHandlers.ofByteArray());
        while (holds(Instant.now(), call).isEmpty()) {
            assertFalse(refused.isDone(), () -> "ended early: " + refused.resultNow());
            Thread.sleep(20);
        }
        List<Long> killed = llmProxy().processes();
        killAll(killed);

        HttpResponse<byte[]> answer = refused.get(1, TimeUnit.MINUTES);
        assertEquals(502, answer.statusCode(), text(answer));
        assertEquals(
                "InternalServerException",
                answer.headers().firstValue("x-amzn-ErrorType").orElse(""));
        String request = answer.headers().firstValue("x-amzn-RequestId").orElseThrow();
        JsonNode body = JSON.readTree(answer.body());
        assertEquals("function_failed", body.at("/error/code").asText(), text(answer));
        assertTrue(body.path("message").asText().endsWith("request " + request + "."));
        assertServesOnAndCharges(call, killed);
    }

    /// Other environments take the next call; what was held for this one is charged in full.
    private void assertServesOnAndCharges(String call, List<Long> killed) throws Exception {
        List<OpenHold> open = holds(Instant.now(), call);
        assertEquals(1, open.size(), () -> "not held: " + report(Instant.now()).text());
        HttpResponse<byte[]> next =
                http.send(
                        post("converse", "[[sim words=4]]", ids.next()),
                        BodyHandlers.ofByteArray());
        assertEquals(200, next.statusCode(), text(next));
        assertFalse(llmProxy().processes().stream().anyMatch(killed::contains));
        assertEquals(List.of(), holds(Instant.now().plus(LONGEST_LEASE), call));
        Money charged = line(call).cost();
        assertEquals(open.getFirst().amounts().money(), charged, "the lease's end charges it");
    }

    private static void killAll(List<Long> processes) {
        processes.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
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

    private static HttpRequest stream(String word, String call) throws IOException {
        return post("converse-stream", "[[sim words=5 handshake=" + word + "]]", call);
    }

    private static HttpRequest post(String operation, String text, String call) throws IOException {
        var body = JSON.createObjectNode();
        var message = body.putArray("messages").addObject().put("role", "user");
        message.putArray("content").addObject().put("text", text);
        return HttpRequest.newBuilder(URI.create(stack.url() + "/model/sim.claude/" + operation))
                .timeout(Duration.ofMinutes(2))
                .header("Authorization", "Bearer " + stack.environment().get("TOLLGATE_JWT_ACME"))
                .header("Content-Type", "application/json")
                .header("amz-sdk-invocation-id", call)
                .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                .build();
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
