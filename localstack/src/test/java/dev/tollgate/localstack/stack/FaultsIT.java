package dev.tollgate.localstack.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.core.tenant.TenantId;
import dev.tollgate.localstack.stack.Caller.Call;
import dev.tollgate.localstack.stack.Caller.Ending;
import dev.tollgate.localstack.stack.UpstreamFault.Kind;
import dev.tollgate.testkit.Seeded;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Acceptance: upstreams of every kind fail behind the whole stack, on real sockets, for clients of
/// every dialect. What the client sees is the contract's table; what its trace says is each
/// attempt; and the books balance. The proxy's own `FaultMatrixTest` has every combination; here
/// each fault meets each kind of provider once.
final class FaultsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TENANT = "faults";
    private static final List<Wire> WIRES = List.of(Wire.values());
    private static final int CALLERS = 200;

    /// Calls in flight. The test's own store takes a laptop's load, not an account's.
    private static final int AT_ONCE = 12;

    private static final int MOST_LINES = 1000;
    private static final Duration SETTLING = Duration.ofSeconds(60);

    @TempDir static Path folder = Path.of("");

    private static TestStack stack;
    private static HttpClient http;
    private static String token;
    private static Caller caller;

    /// A call and the attempts that it has to lead to.
    ///
    /// @param attempts what goes wrong at each; the last may be none
    private record Planned(Call call, Map<Kind, UpstreamFault> attempts) {}

    @BeforeAll
    static void start() throws Exception {
        stack = TestStack.start(folder, Mode.IN_PROCESS);
        http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        token = stack.tokens().ofTenant(TENANT);
        caller = new Caller(http, stack.stack().url(), Map.of(TENANT, token), () -> {});
    }

    @AfterAll
    static void stop() {
        http.shutdownNow();
        stack.close();
    }

    /// The good call of each kind comes first: what is slow the first time is behind then, and
    /// those that are waited for have their time for themselves.
    @Test
    void call_eachFaultOfEachKindOfProvider_hasItsErrorAndItsTrace() throws Exception {
        var good = new ArrayList<Planned>();
        var bad = new ArrayList<Planned>();
        for (Kind kind : Kind.values()) {
            for (UpstreamFault fault : UpstreamFault.values()) {
                // The three dialects and both modes in turn.
                int turn = good.size() + bad.size();
                Wire wire = WIRES.get(turn % WIRES.size());
                boolean streamed = turn % 2 == 0;
                String id = "fault-" + kind + "-" + fault;
                String alias = fault.alias(kind, streamed);
                (fault == UpstreamFault.NONE ? good : bad)
                        .add(
                                new Planned(
                                        call(wire, alias, id, fault.script(kind), streamed),
                                        Map.of(kind, fault)));
            }
        }
        assertEquals(List.of(), problems(good));
        assertEquals(List.of(), problems(bad));
        booksBalance();
    }

    @Test
    void call_twoHundredCallersAndRandomFaultsOfFiveTargets_asPlannedAndBooksBalance()
            throws Exception {
        var seeded = Seeded.of("FaultsIT");
        var plan = new ArrayList<Planned>();
        for (int i = 0; i < CALLERS; i++) {
            plan.add(drawn(seeded, "many-" + seeded.seed() + "-" + i));
        }
        assertEquals(List.of(), problems(plan), "seed " + seeded.seed());
        booksBalance();
    }

    /// At each target something goes wrong more often than not; the first that gives content is the
    /// last one asked.
    private static Planned drawn(Seeded seeded, String id) {
        boolean streamed = seeded.chance(0.5);
        var script = new StringBuilder();
        var attempts = new EnumMap<Kind, UpstreamFault>(Kind.class);
        boolean ended = false;
        for (Kind kind : Kind.values()) {
            UpstreamFault fault =
                    seeded.chance(0.4)
                            ? UpstreamFault.NONE
                            : seeded.oneOf(UpstreamFault.quick().toArray(UpstreamFault[]::new));
            script.append(fault.script(kind));
            if (!ended) {
                attempts.put(kind, fault);
            }
            ended |= fault == UpstreamFault.NONE || (streamed && fault.afterContent());
        }
        Wire wire = seeded.oneOf(Wire.values());
        return new Planned(call(wire, "all", id, script.toString(), streamed), attempts);
    }

    private static Call call(Wire wire, String alias, String id, String script, boolean streamed) {
        return new Call(wire, TENANT, alias, id, script, streamed, Caller.Midway.READS_ON);
    }

    /// Makes all calls.
    ///
    /// @return what was not as planned
    private static List<String> problems(List<Planned> plan) throws Exception {
        var problems = new ArrayList<String>();
        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            var running = new LinkedHashMap<Planned, Future<Ending>>();
            plan.forEach(one -> running.put(one, threads.submit(() -> made(one.call()))));
            for (var one : running.entrySet()) {
                Ending ending = one.getValue().get();
                Ending expected = ending(one.getKey());
                if (!ending.equals(expected)) {
                    problems.add(one.getKey() + ": " + ending + ", not " + expected);
                }
            }
        }
        for (Planned one : plan) {
            List<String> expected = expected(one);
            List<String> traced = traced(one.call().id());
            if (!traced.equals(expected)) {
                problems.add(one + ": trace " + traced + ", not " + expected);
            }
        }
        return problems;
    }

    /// A store that is too slow for a busy machine refuses before anything is asked.
    private static Ending made(Call call) throws InterruptedException {
        Instant end = Instant.now().plus(SETTLING);
        Ending ending = caller.make(call);
        while (ending instanceof Ending.Refused(_, _, String code)
                && code.equals("store_unavailable")
                && Instant.now().isBefore(end)) {
            ending = caller.make(call);
        }
        return ending;
    }

    /// Where all fail, the last error counts, but before it the first that may have cost money.
    private static Ending ending(Planned plan) {
        Call call = plan.call();
        List<UpstreamFault> faults = List.copyOf(plan.attempts().values());
        UpstreamFault last = faults.getLast();
        if (last == UpstreamFault.NONE) {
            return new Ending.Complete();
        }
        if (call.streamed() && last.afterContent()) {
            return last.broken(call.wire());
        }
        UpstreamFault told =
                faults.stream().filter(fault -> !fault.free()).findFirst().orElse(last);
        return told.refusal(call.wire());
    }

    private static List<String> expected(Planned plan) {
        return plan.attempts().values().stream()
                .map(fault ->
                        fault == UpstreamFault.NONE
                                ? "completed"
                                : (fault.free() ? "failed " : "cut ") + fault.code())
                .toList();
    }

    /// Each attempt of the caller's own trace. A client may have its answer before the gateway has
    /// booked it.
    private static List<String> traced(String id) throws IOException, InterruptedException {
        var question =
                HttpRequest.newBuilder(URI.create(stack.stack().url() + "/v1/traces/" + id))
                        .header("authorization", "Bearer " + token)
                        .build();
        Instant end = Instant.now().plus(SETTLING);
        var answer = http.send(question, HttpResponse.BodyHandlers.ofString());
        while (answer.statusCode() == 404 && Instant.now().isBefore(end)) {
            Thread.sleep(50);
            answer = http.send(question, HttpResponse.BodyHandlers.ofString());
        }
        var attempts = new ArrayList<String>();
        for (JsonNode attempt : JSON.readTree(answer.body()).path("attempts")) {
            String failure = attempt.path("failure").asText().split(" ", 2)[0];
            attempts.add((attempt.path("outcome").asText() + " " + failure).strip());
            boolean charged = attempt.at("/cost/nanoDollars").asLong() > 0;
            assertEquals(!attempt.path("outcome").asText().equals("failed"), charged, id);
        }
        return attempts;
    }

    private static void booksBalance() {
        var stores = stack.stack().stores();
        var config = stores.config().tenant(new TenantId(TENANT)).orElseThrow();
        var report = LedgerReport.read(stores.ledger(), config, Instant.now(), MOST_LINES);
        assertTrue(!report.lines().isEmpty(), "lines");
        new Books(report).assertBalanced(Map.of());
    }
}
