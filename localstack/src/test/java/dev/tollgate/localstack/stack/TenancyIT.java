package dev.tollgate.localstack.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.core.config.TenantConfig;
import dev.tollgate.core.tenant.TenantId;
import dev.tollgate.localstack.issuer.TokenRequest;
import dev.tollgate.runtime.SecureIds;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sessions of tenants through the whole stack: what happens without STS, and that a call of
/// Bedrock is signed in the session of who made it.
final class TenancyIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HELLO =
            "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"Say hello.\"}]}]}";

    @TempDir static Path folder = Path.of("");

    private final SecureIds ids = new SecureIds();

    @Test
    void calls_withAndWithoutSts_areRefusedBeforeASessionAndGoOnWithOne() throws Exception {
        try (TestStack running = TestStack.start(folder, Mode.IN_PROCESS);
                HttpClient http = HttpClient.newHttpClient()) {
            LocalStack stack = running.stack();
            stack.account().setStsOutage(true);

            HttpResponse<byte[]> refused = http.send(call(stack, "sim.claude"), bytes());
            assertEquals(503, refused.statusCode());
            assertEquals(
                    "ServiceUnavailableException",
                    refused.headers().firstValue("x-amzn-ErrorType").orElse(""));
            assertEquals(
                    "tenant_session_unavailable",
                    JSON.readTree(refused.body()).at("/error/code").asText());
            assertEquals(0, upstreamRequests(stack, http).path("total").asInt());
            assertEquals(Map.of(), stack.account().sessions());

            stack.account().setStsOutage(false);
            awaitAnswer(stack, http);
            stack.account().setStsOutage(true);
            assertEquals(200, http.send(call(stack, "own.claude"), bytes()).statusCode());
            assertEquals(200, http.send(call(stack, "sim.claude"), bytes()).statusCode());

            JsonNode seen = upstreamRequests(stack, http);
            assertEquals(3, seen.path("total").asInt());
            assertEquals(1, signedInASession(seen));
            assertEquals(Map.of("acme", 1), stack.account().sessions());
            assertBalanced(stack);
        }
    }

    /// After a failure STS is asked again a second later at the earliest.
    private void awaitAnswer(LocalStack stack, HttpClient http) throws Exception {
        Instant end = Instant.now().plus(Duration.ofMinutes(1));
        int status;
        do {
            status = http.send(call(stack, "sim.claude"), bytes()).statusCode();
        } while (status == 503 && Instant.now().isBefore(end));
        assertEquals(200, status);
    }

    private static void assertBalanced(LocalStack stack) {
        TenantConfig acme = stack.stores().config().tenant(new TenantId("acme")).orElseThrow();
        var report = LedgerReport.read(stack.stores().ledger(), acme, Instant.now(), 100);
        assertEquals(3, report.lines().size());
        assertEquals(0, report.books().holds().size());
    }

    private static int signedInASession(JsonNode seen) {
        int sessions = 0;
        for (JsonNode request : seen.path("requests")) {
            for (JsonNode header : request.path("headers")) {
                sessions += header.asText().equals("x-amz-security-token") ? 1 : 0;
            }
        }
        return sessions;
    }

    private HttpRequest call(LocalStack stack, String alias) throws IOException {
        String token =
                stack.upstreams()
                        .issuer("acme")
                        .mint(TokenRequest.of("tester", "acme", Duration.ofHours(1)));
        return HttpRequest.newBuilder(URI.create(stack.url() + "/model/" + alias + "/converse"))
                .header("authorization", "Bearer " + token)
                .header("content-type", "application/json")
                .header("amz-sdk-invocation-id", ids.next())
                .POST(BodyPublishers.ofString(HELLO))
                .build();
    }

    private static JsonNode upstreamRequests(LocalStack stack, HttpClient http) throws Exception {
        URI log = URI.create(stack.upstreams().url() + "/sim/requests");
        return JSON.readTree(http.send(HttpRequest.newBuilder(log).build(), bytes()).body());
    }

    private static HttpResponse.BodyHandler<byte[]> bytes() {
        return BodyHandlers.ofByteArray();
    }
}
