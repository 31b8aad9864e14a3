package dev.tollgate.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.core.call.Attempt;
import dev.tollgate.core.call.CallId;
import dev.tollgate.core.call.CallLine;
import dev.tollgate.core.call.Decision;
import dev.tollgate.core.call.Outcome;
import dev.tollgate.core.error.GatewayError;
import dev.tollgate.core.money.Money;
import dev.tollgate.core.money.Usage;
import dev.tollgate.core.money.UsageKind;
import dev.tollgate.core.principal.KeyId;
import dev.tollgate.core.principal.Principal;
import dev.tollgate.core.principal.Scope;
import dev.tollgate.core.tenant.TenantId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CallTelemetryTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant AT = Instant.parse("2026-11-22T10:00:00Z");

    private final PrintStream console = System.out;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final CallTelemetry telemetry = new CallTelemetry();

    @BeforeEach
    void catchOutput() {
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void releaseOutput() {
        System.setOut(console);
    }

    @Test
    void record_twoAttempts_writesOneLineWithSums() throws IOException {
        telemetry.record(line("c-1"), Duration.ofMillis(1250));

        JsonNode line = lines().getFirst();
        assertEquals(1, lines().size());
        assertEquals("acme", line.path("tenant").textValue());
        assertEquals("abcd1234", line.path("key").textValue());
        assertEquals("c-1", line.path("call").textValue());
        assertEquals("r-c-1", line.path("requestId").textValue());
        assertEquals(2, line.path("attempts").size());
        assertEquals("COMPLETED", line.path("Outcome").textValue());
        assertEquals(1, line.path("Requests").intValue());
        assertEquals(2, line.path("Attempts").intValue());
        assertEquals(13, line.path("InputTokens").intValue());
        assertEquals(7, line.path("OutputTokens").intValue());
        assertEquals(3000, line.path("NanoDollars").intValue());
        assertEquals(1250, line.path("Latency").intValue());
    }

    @Test
    void record_units_haveTheWordsOfTheirPolicies() throws IOException {
        var units =
                new Usage(
                        Map.of(UsageKind.CONTENT_POLICY, 3L, UsageKind.CONTENT_POLICY_IMAGE, 1L),
                        false);
        telemetry.record(
                line("c-1", List.of(attempt(1, Outcome.COMPLETED, units, 1000))), Duration.ZERO);

        JsonNode line = lines().getFirst();
        assertEquals(3, line.path("ContentPolicyUnits").intValue());
        assertEquals(1, line.path("ContentPolicyImageUnits").intValue());
        assertFalse(line.has("InputTokens"));
    }

    @Test
    void record_tenant_isAPropertyAndNoDimension() throws IOException {
        telemetry.record(line("c-1"), Duration.ZERO);

        JsonNode emf = lines().getFirst().path("_aws").path("CloudWatchMetrics").path(0);
        assertEquals("Tollgate", emf.path("Namespace").textValue());
        assertEquals("[[\"Outcome\"]]", emf.path("Dimensions").toString());
        assertFalse(emf.path("Metrics").toString().contains("tenant"));
    }

    @Test
    void refused_rate_writesCodeAndFault() throws IOException {
        var principal = new Principal(new TenantId("globex"), "grace", null, Scope.everything());
        var error = new GatewayError.RateExceeded("too fast", Duration.ofSeconds(1));
        telemetry.refused(principal, error, "r-9", Duration.ofMillis(3));

        JsonNode line = lines().getFirst();
        assertEquals("REFUSED", line.path("Outcome").textValue());
        assertEquals("rate_exceeded", line.path("code").textValue());
        assertEquals("CLIENT", line.path("fault").textValue());
        assertEquals("globex", line.path("tenant").textValue());
        assertEquals("r-9", line.path("requestId").textValue());
    }

    @Test
    void record_200AtATime_mixesNothing() throws IOException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 200; i++) {
                String call = "c-" + i;
                threads.execute(() -> telemetry.record(line(call), Duration.ZERO));
            }
        }

        var calls = new TreeSet<String>();
        for (JsonNode line : lines()) {
            calls.add(line.path("call").textValue());
            assertEquals("r-" + line.path("call").textValue(), line.path("requestId").textValue());
            assertEquals(13, line.path("InputTokens").intValue());
        }
        assertEquals(200, calls.size());
        assertEquals(200, lines().size());
    }

    private List<JsonNode> lines() throws IOException {
        var lines = new ArrayList<JsonNode>();
        for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    private static CallLine line(String call) {
        return line(
                call,
                List.of(
                        attempt(1, Outcome.FAILED, Usage.of(3, 0), 1000),
                        attempt(2, Outcome.COMPLETED, Usage.of(10, 7), 2000)));
    }

    private static CallLine line(String call, List<Attempt> attempts) {
        return new CallLine(
                new TenantId("acme"),
                new CallId(call),
                "ada",
                new KeyId("abcd1234"),
                "sim.claude",
                "r-" + call,
                attempts);
    }

    private static Attempt attempt(int number, Outcome outcome, Usage usage, long nanos) {
        return new Attempt(
                number,
                "sim/claude",
                outcome,
                usage,
                "v1",
                new Money(nanos),
                AT,
                AT,
                false,
                Decision.UNKNOWN);
    }
}
