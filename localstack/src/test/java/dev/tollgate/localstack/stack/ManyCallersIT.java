package dev.tollgate.localstack.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.core.call.Attempt;
import dev.tollgate.core.ledger.LimitScope;
import dev.tollgate.core.ledger.LimitState;
import dev.tollgate.core.ledger.LimitUnit;
import dev.tollgate.core.ledger.Window;
import dev.tollgate.core.tenant.TenantId;
import dev.tollgate.localstack.issuer.TokenRequest;
import dev.tollgate.localstack.stack.Caller.Call;
import dev.tollgate.localstack.stack.Caller.Ending;
import dev.tollgate.testkit.Seeded;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Acceptance: 200 callers at once on real sockets, with faults, clients that leave, and the same
/// call made twice. Every call ends in a way its client understands, and then the books balance.
///
/// As with real models, a call takes seconds and the store milliseconds of them: callers begin
/// within [#BEGINNING], so that 200 calls are in flight and the test's own store is not the limit.
final class ManyCallersIT {
    private static final int CALLERS = 200;
    private static final int CALLS_EACH = 3;
    private static final Duration BEGINNING = Duration.ofSeconds(4);
    private static final int MOST_LINES = 1000;
    private static final List<String> TENANTS =
            List.of("acme", "globex", "acme2", "rate", "budget");

    /// Longer than a client's leaving takes to be noticed and settled.
    private static final Duration SETTLING = Duration.ofSeconds(30);

    @TempDir static Path folder = Path.of("");

    private final Seeded seeded = Seeded.of("ManyCallersIT");

    @Test
    void manyCallers_endTyped_andTheBooksBalance() throws Exception {
        try (TestStack stack = TestStack.start(folder)) {
            List<Call> calls = calls();
            Map<Call, List<Ending>> endings = make(stack.stack(), calls);
            var mistakes = new ArrayList<String>();
            endings.forEach((call, ended) ->
                    ended.stream()
                            .filter(ending -> !isExpected(call, ending))
                            .forEach(ending -> mistakes.add(call + ": " + ending)));
            assertEquals(List.of(), mistakes);
            Map<String, Long> kinds = kinds(endings);
            System.out.println("ManyCallersIT: " + kinds);
            assertEquals(Set.of("Complete", "Refused", "Broken", "Left"), kinds.keySet());
            for (String tenant : TENANTS) {
                assertBalanced(settled(stack.stack(), tenant));
            }
        }
    }

    /// The calls of all callers; about one in ten is there twice.
    private List<Call> calls() {
        var calls = new ArrayList<Call>();
        while (calls.size() < CALLERS * CALLS_EACH) {
            Call call = call("call-" + seeded.seed() + "-" + calls.size());
            calls.add(call);
            if (seeded.chance(0.1)) {
                calls.add(call);
            }
        }
        return calls;
    }

    private Call call(String id) {
        String tenant =
                seeded.oneOf("acme", "acme", "acme", "globex", "globex", "acme2", "rate", "budget");
        boolean both = tenant.equals("acme") || tenant.equals("globex");
        String alias = both ? seeded.oneOf("sim.claude", "sim.gpt") : "sim.claude";
        boolean streamed = seeded.chance(0.5);
        String what =
                seeded.oneOf(
                        "words=20",
                        "words=20",
                        "words=8",
                        "usage=90,30",
                        "status=429",
                        "status=500",
                        "words=9 cut=4");
        String script = "[[sim " + what + " delay=" + seeded.between(1000, 3000) + "ms]]";
        return new Call(tenant, alias, id, script, streamed, seeded.chance(0.1));
    }

    private Map<Call, List<Ending>> make(LocalStack stack, List<Call> calls) throws Exception {
        var tokens = new HashMap<String, String>();
        for (String tenant : TENANTS) {
            String issuer = tenant.equals("globex") ? "globex" : "acme";
            tokens.put(
                    tenant,
                    stack.upstreams()
                            .issuer(issuer)
                            .mint(TokenRequest.of("many", tenant, Duration.ofHours(1))));
        }
        Path authority = Path.of(stack.environment().getOrDefault("AWS_CA_BUNDLE", ""));
        var endings = new HashMap<Call, List<Ending>>();
        try (var plain = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
                var tls =
                        HttpClient.newBuilder()
                                .sslContext(Authority.read(authority).context())
                                .build();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var callers =
                    List.of(
                            new Caller(plain, stack.url(), tokens),
                            new Caller(tls, stack.tlsUrl(), tokens));
            var running = new ArrayList<Future<List<Ending>>>();
            for (int i = 0; i < CALLERS; i++) {
                long pause = seeded.between(0, BEGINNING.toMillis());
                running.add(threads.submit(turn(callers.get(i % 2), share(calls, i), pause)));
            }
            for (int i = 0; i < CALLERS; i++) {
                List<Ending> made = running.get(i).get();
                List<Call> share = share(calls, i);
                for (int k = 0; k < share.size(); k++) {
                    endings.computeIfAbsent(share.get(k), _ -> new ArrayList<>()).add(made.get(k));
                }
            }
        }
        return endings;
    }

    /// Every 200th call: a call that is there twice goes to two callers.
    private static List<Call> share(List<Call> calls, int caller) {
        var share = new ArrayList<Call>();
        for (int i = caller; i < calls.size(); i += CALLERS) {
            share.add(calls.get(i));
        }
        return share;
    }

    private static Callable<List<Ending>> turn(Caller caller, List<Call> calls, long pause) {
        return () -> {
            Thread.sleep(pause);
            var endings = new ArrayList<Ending>();
            for (Call call : calls) {
                endings.add(caller.make(call));
            }
            return endings;
        };
    }

    /// By what the script says; a limit, or the same call still running, may stand in the way.
    private static boolean isExpected(Call call, Ending ending) {
        boolean cut = call.script().contains("cut");
        return switch (ending) {
            case Ending.Complete() -> !cut && !call.script().contains("status");
            case Ending.Left() -> call.leaves();
            case Ending.Broken(String type) -> cut && type.equals("modelStreamErrorException");
            case Ending.Refused(int status, String type) ->
                    switch (status) {
                        case 429 -> type.equals("ThrottlingException");
                        case 400 -> type.equals("ServiceQuotaExceededException");
                        case 424 -> cut && type.equals("ModelErrorException");
                        case 503 -> call.script().contains("status=500");
                        default -> false;
                    };
            case Ending.Untyped _ -> false;
        };
    }

    private static Map<String, Long> kinds(Map<Call, List<Ending>> endings) {
        return endings.values().stream()
                .flatMap(List::stream)
                .collect(
                        Collectors.groupingBy(
                                ending -> ending.getClass().getSimpleName(),
                                Collectors.counting()));
    }

    /// The tenant's books once nothing is held: calls whose client left may still be running.
    private static LedgerReport settled(LocalStack stack, String tenant)
            throws InterruptedException {
        var config = stack.stores().config().tenant(new TenantId(tenant)).orElseThrow();
        Instant patience = Instant.now().plus(SETTLING);
        while (true) {
            var report =
                    LedgerReport.read(stack.stores().ledger(), config, Instant.now(), MOST_LINES);
            if (report.books().holds().isEmpty() || Instant.now().isAfter(patience)) {
                return report;
            }
            Thread.sleep(100);
        }
    }

    private static void assertBalanced(LedgerReport report) {
        String tenant = report.tenant().name();
        assertEquals(List.of(), report.books().holds(), tenant);
        assertTrue(report.lines().size() < MOST_LINES, tenant + " has more lines than are read");
        assertTrue(
                report.lines().stream()
                        .flatMap(line -> line.attempts().stream())
                        .noneMatch(Attempt::boundExceeded),
                tenant + " took more than was held");
        Map<String, Long> counters = new TreeMap<>();
        Map<String, Long> lines = new TreeMap<>();
        for (LimitState state : report.books().limits()) {
            String limit = tenant + ": " + state.limit().describe();
            assertTrue(state.settled() + state.held() <= state.limit().amount(), limit);
            counters.put(limit, state.settled());
            lines.put(limit, booked(report, state));
        }
        assertEquals(lines, counters);
    }

    /// What the lines under the limit say of its current period.
    private static long booked(LedgerReport report, LimitState state) {
        Window window = state.limit().window();
        return report.lines().stream()
                .filter(line ->
                        switch (state.limit().scope()) {
                            case LimitScope.WholeTenant() -> true;
                            case LimitScope.OneKey(var key) -> key.equals(line.key());
                        })
                .flatMap(line -> line.attempts().stream())
                .filter(attempt ->
                        window.at(attempt.startedAt(), report.tenant().zone())
                                .end()
                                .equals(state.periodEnd()))
                .mapToLong(attempt -> amount(attempt, state.limit().unit()))
                .sum();
    }

    private static long amount(Attempt attempt, LimitUnit unit) {
        return switch (unit) {
            case REQUESTS -> 1;
            case TOKENS -> attempt.usage().total();
            case MONEY -> attempt.cost().nanos();
        };
    }
}
