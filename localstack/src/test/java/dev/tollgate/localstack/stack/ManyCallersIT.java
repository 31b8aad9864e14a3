package dev.tollgate.localstack.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.core.tenant.TenantId;
import dev.tollgate.localstack.stack.Caller.Call;
import dev.tollgate.localstack.stack.Caller.Ending;
import dev.tollgate.localstack.stack.FaultyStore.Fault;
import dev.tollgate.testkit.Seeded;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Acceptance: 200 callers at once on real sockets, while upstreams and the store fail, clients
/// leave, the same call is made twice and, isolated, environments are killed, the authorizer's too.
/// Every call ends in a way its client understands, and then the books balance.
final class ManyCallersIT {
    private static final int MOST_LINES = 1000;
    private static final int MOST_ENVIRONMENTS = 5;
    private static final Duration LONGEST_LEASE = Duration.ofMinutes(16);

    /// Longer than a client's leaving takes to be noticed and settled.
    private static final Duration SETTLING = Duration.ofSeconds(30);

    private static final Ending UNCHECKED =
            new Ending.Refused(500, "InternalServerException", "authorizer_failure");

    @TempDir static Path folder = Path.of("");

    @ParameterizedTest
    @EnumSource(Mode.class)
    void manyCallers_endTyped_andTheBooksBalance(Mode mode) throws Exception {
        LoadPlan plan = LoadPlan.of(Seeded.of("ManyCallersIT " + mode), mode);
        Load load;
        var store = new FaultyStore(plan.storeFaults());
        try (var stack = TestStack.start(folder, mode, store)) {
            load = new Load(stack.stack(), plan, store);
            Map<Call, List<Ending>> endings = load.make();
            Map<String, Long> kinds = kinds(endings);
            System.out.println("ManyCallersIT " + mode + ": " + kinds + store.happened());
            assertEquals(List.of(), mistakes(endings, mode));
            assertEquals(Set.of(Fault.values()), store.happened().keySet());
            assertTrue(kinds.keySet().containsAll(wanted(mode)), kinds::toString);
            assertEquals(mode == Mode.ISOLATED, load.authorizersKilled() > 0);
            awaitThoseWhoLeft(stack.stack(), endings);
            for (String tenant : Load.TENANTS) {
                new Books(whenLeasesHaveEnded(stack.stack(), tenant)).assertBalanced(endings);
            }
            if (mode == Mode.IN_PROCESS) {
                // One of the proxy, however many call at once, and one of control.
                assertEquals(
                        Load.TENANTS.stream().collect(Collectors.toMap(tenant -> tenant, _ -> 2)),
                        stack.stack().account().sessions());
            }
        }
        assertTrue(load.mostAtOnce() <= MOST_ENVIRONMENTS, "environments: " + load.mostAtOnce());
        for (long pid : load.processes()) {
            assertEnds(pid);
        }
    }

    private static Set<String> wanted(Mode mode) {
        return switch (mode) {
            case IN_PROCESS -> Set.of("Complete", "Broken", "Left", "Refused 429", "Refused 503");
            case ISOLATED ->
                    Set.of("Complete", "Broken", "Left", "Cut", "Refused 500", "Refused 502");
        };
    }

    private static List<String> mistakes(Map<Call, List<Ending>> endings, Mode mode) {
        var mistakes = new ArrayList<String>();
        endings.forEach((call, ended) ->
                ended.stream()
                        .filter(ending -> !isExpected(call, ending, mode))
                        .forEach(ending -> mistakes.add(call + ": " + ending)));
        return mistakes;
    }

    /// By what the script says; a limit, the store, the same call still running, or the death of
    /// its environment may stand in the way.
    private static boolean isExpected(Call call, Ending ending, Mode mode) {
        if (call.midway() == Caller.Midway.UNCHECKED) {
            return ending.equals(UNCHECKED);
        }
        boolean cut = call.script().contains("cut");
        boolean mayDie = mode == Mode.ISOLATED;
        return switch (ending) {
            case Ending.Complete() -> !cut && !call.script().contains("status");
            case Ending.Left() -> call.midway() == Caller.Midway.LEAVES;
            case Ending.Broken(String type) -> cut && type.equals("modelStreamErrorException");
            case Ending.Cut() -> mayDie;
            case Ending.Refused(int status, String type, String code) ->
                    switch (status) {
                        case 429 -> type.equals("ThrottlingException");
                        case 400 -> type.equals("ServiceQuotaExceededException");
                        case 424 -> cut && type.equals("ModelErrorException");
                        // It died, or started while the store was away and knows no issuer yet.
                        case 500 -> mayDie && code.equals("authorizer_failure");
                        case 502 -> mayDie && type.equals("InternalServerException");
                        case 503 -> type.equals("ServiceUnavailableException");
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
                                ManyCallersIT::kind, TreeMap::new, Collectors.counting()));
    }

    private static String kind(Ending ending) {
        return ending instanceof Ending.Refused(int status, _, _)
                ? "Refused " + status
                : ending.getClass().getSimpleName();
    }

    /// Calls whose client left may still be running; no other can.
    private static void awaitThoseWhoLeft(LocalStack stack, Map<Call, List<Ending>> endings)
            throws InterruptedException {
        Set<String> left =
                endings.entrySet().stream()
                        .filter(ended -> ended.getValue().contains(new Ending.Left()))
                        .map(ended -> ended.getKey().id())
                        .collect(Collectors.toSet());
        Instant patience = Instant.now().plus(SETTLING);
        while (Load.TENANTS.stream().anyMatch(tenant -> holdsOne(stack, tenant, left))
                && Instant.now().isBefore(patience)) {
            Thread.sleep(100);
        }
    }

    private static boolean holdsOne(LocalStack stack, String tenant, Set<String> calls) {
        return report(stack, tenant, Instant.now()).books().holds().stream()
                .anyMatch(hold -> calls.contains(hold.call().value()));
    }

    /// What was held for a dead environment, or could not be settled, is charged then.
    private static LedgerReport whenLeasesHaveEnded(LocalStack stack, String tenant) {
        return report(stack, tenant, Instant.now().plus(LONGEST_LEASE));
    }

    private static LedgerReport report(LocalStack stack, String tenant, Instant at) {
        var config = stack.stores().config().tenant(new TenantId(tenant)).orElseThrow();
        return LedgerReport.read(stack.stores().ledger(), config, at, MOST_LINES);
    }

    private static void assertEnds(long pid) throws Exception {
        var process = ProcessHandle.of(pid);
        if (process.isPresent()) {
            process.get().onExit().get(30, TimeUnit.SECONDS);
        }
    }
}
