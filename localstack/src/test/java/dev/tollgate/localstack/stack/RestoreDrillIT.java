package dev.tollgate.localstack.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.contract.errors.Simulator;
import dev.tollgate.control.key.VirtualKeys.NewKey;
import dev.tollgate.core.call.CallLine;
import dev.tollgate.core.ledger.LimitState;
import dev.tollgate.core.ledger.LimitUnit;
import dev.tollgate.core.ledger.OpenHold;
import dev.tollgate.core.principal.Scope;
import dev.tollgate.core.tenant.TenantId;
import dev.tollgate.localstack.backup.Backup;
import dev.tollgate.localstack.backup.Restore;
import dev.tollgate.localstack.stack.Caller.Call;
import dev.tollgate.localstack.stack.Caller.Ending;
import dev.tollgate.localstack.stack.Caller.Midway;
import dev.tollgate.localstack.stack.FaultyStore.Fault;
import dev.tollgate.runtime.SecureIds;
import dev.tollgate.testkit.Seeded;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A gateway is lost, and another one goes on from its backup: the same books to the nano-dollar,
/// the same keys, budgets that are still used up, and the call that was in flight paid for.
final class RestoreDrillIT {
    private static final List<String> TENANTS = List.of("acme", "budget", "globex");
    private static final int CALLS_TO_EXHAUST = 100;
    private static final double STORE_FAULTS = 0.1;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir static Path folder = Path.of("");

    private final SecureIds ids = new SecureIds();

    /// What the lost gateway's callers still have, and what its books said.
    private record Lost(Map<String, String> keys, Instant at, Map<String, String> books) {}

    @Test
    void backup_restoredIntoAnEmptyStack_goesOnWhereTheFirstWas() throws Exception {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        Path backup = folder.resolve("backup");
        Lost lost = useAndLose(TestStack.options(first, Mode.IN_PROCESS), backup);
        StackOptions options = TestStack.options(second, Mode.IN_PROCESS);
        keepPepper(first.resolve("state"), Files.createDirectories(options.state()));
        restore(options, backup);

        try (LocalStack stack = LocalStack.start(options);
                var http = HttpClient.newHttpClient()) {
            assertEquals(lost.books(), books(stack, lost.at()));
            var caller = new Caller(http, stack.url(), lost.keys(), () -> {});
            assertChargedOnTop(stack, caller);
            assertEquals(
                    new Ending.Refused(400, "ServiceQuotaExceededException", "budget_exhausted"),
                    caller.make(call("budget", "[[sim words=8]]")));
            assertHoldIsCharged(stack);
        }
    }

    /// A stack with calls on its books, one of them in flight, that is backed up and gone.
    private Lost useAndLose(StackOptions options, Path backup) throws Exception {
        try (LocalStack stack = LocalStack.start(options);
                var http = HttpClient.newHttpClient();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Map<String, String> keys = keys(stack);
            var caller = new Caller(http, stack.url(), keys, () -> {});
            assertEquals(new Ending.Complete(), caller.make(call("acme", "[[sim words=20]]")));
            settled(stack, "acme");
            assertEquals(new Ending.Complete(), caller.make(call("globex", "[[sim usage=90,30]]")));
            settled(stack, "globex");
            exhaust(stack, caller);
            var simulator = new Simulator(stack.upstreams().url(), http);
            int before = simulator.requests();
            var inFlight =
                    threads.submit(() -> caller.make(call("acme", "[[sim handshake=drill]]")));
            simulator.awaitMoreThan(before);
            Instant at = Instant.now();
            try (StoreTables tables = stack.stores().tables()) {
                new Backup(tables, StoppedStore.STAGE, Clock.systemUTC()).write(backup);
            }
            var lost = new Lost(keys, at, books(stack, at));
            inFlight.cancel(true);
            return lost;
        }
    }

    private void exhaust(LocalStack stack, Caller caller) throws InterruptedException {
        for (int i = 0; i < CALLS_TO_EXHAUST; i++) {
            if (caller.make(call("budget", "[[sim words=40]]")) instanceof Ending.Refused) {
                return;
            }
            settled(stack, "budget");
        }
        throw new AssertionError("a cent paid for " + CALLS_TO_EXHAUST + " calls");
    }

    /// What an operator has to keep beside the tables.
    private static void keepPepper(Path from, Path to) throws IOException {
        LocalSecrets.in(to).put("key-pepper", LocalSecrets.in(from).keyPepper());
    }

    /// Through a store that fails now and then.
    private static void restore(StackOptions options, Path backup) throws IOException {
        var seeded = Seeded.of("RestoreDrillIT");
        List<Fault> faults = Stream.generate(() -> fault(seeded)).limit(500).toList();
        try (var store = LocalStack.startStore(options.home(), 0, options.state());
                var faulty = new FaultyStore(faults);
                var stores =
                        Stores.of(
                                StorePlace.at(faulty.before(store.endpoint())),
                                LocalSecrets.in(options.state()));
                StoreTables tables = stores.tables()) {
            stores.createTables();
            faulty.begin();
            new Restore(tables, StoppedStore.STAGE).from(backup, false);
            System.out.println("the store, while it was restored: " + faulty.happened());
        }
    }

    private static Fault fault(Seeded seeded) {
        return seeded.chance(STORE_FAULTS)
                ? seeded.oneOf(
                        Fault.SERVER_ERROR, Fault.THROTTLED, Fault.REQUEST_LOST, Fault.REPLY_LOST)
                : Fault.NONE;
    }

    private void assertChargedOnTop(LocalStack stack, Caller caller) throws Exception {
        LedgerReport before = settled(stack, "globex");
        assertEquals(new Ending.Complete(), caller.make(call("globex", "[[sim words=20]]")));
        LedgerReport after = settled(stack, "globex");
        assertEquals(before.lines().size() + 1, after.lines().size());
        long cost = after.lines().getFirst().cost().nanos();
        assertTrue(cost > 0, "the newest line: " + after.lines().getFirst());
        assertEquals(spentInAMonth(before) + cost, spentInAMonth(after));
        new Books(after).assertBalanced(Map.of());
    }

    /// Nobody settles the call that was in flight: it is charged when its lease ends.
    private static void assertHoldIsCharged(LocalStack stack) {
        OpenHold hold = report(stack, "acme", Instant.now()).books().holds().getFirst();
        LedgerReport after = report(stack, "acme", hold.leaseUntil().plus(SECOND));
        new Books(after).assertBalanced(Map.of());
        CallLine line =
                after.lines().stream()
                        .filter(one -> one.call().equals(hold.call()))
                        .findFirst()
                        .orElseThrow();
        assertEquals(hold.amounts().money(), line.cost());
    }

    private static long spentInAMonth(LedgerReport report) {
        return report.books().limits().stream()
                .filter(state -> state.limit().unit() == LimitUnit.MONEY)
                .filter(state -> state.limit().window().word().equals("month"))
                .mapToLong(LimitState::settled)
                .sum();
    }

    private static Map<String, String> keys(LocalStack stack) {
        var keys = new TreeMap<String, String>();
        for (String tenant : TENANTS) {
            var wanted = NewKey.of(new TenantId(tenant), "drill", Scope.everything());
            keys.put(tenant, stack.stores().keys().create(wanted).secret().value());
        }
        return keys;
    }

    /// Everything that the ledger says of each tenant, as of that moment.
    private static Map<String, String> books(LocalStack stack, Instant at) {
        var books = new TreeMap<String, String>();
        TENANTS.forEach(tenant -> books.put(tenant, report(stack, tenant, at).json().toString()));
        return books;
    }

    /// Its books when nothing is held any more: the last byte of an answer comes before that.
    private static LedgerReport settled(LocalStack stack, String tenant)
            throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        LedgerReport report = report(stack, tenant, Instant.now());
        while (!report.books().holds().isEmpty() && Instant.now().isBefore(end)) {
            Thread.sleep(Duration.ofMillis(20));
            report = report(stack, tenant, Instant.now());
        }
        assertEquals(List.of(), report.books().holds(), tenant);
        return report;
    }

    private static LedgerReport report(LocalStack stack, String tenant, Instant at) {
        var config = stack.stores().config().tenant(new TenantId(tenant)).orElseThrow();
        return LedgerReport.read(stack.stores().ledger(), config, at, 1000);
    }

    private Call call(String tenant, String script) {
        return new Call(
                Wire.CONVERSE, tenant, "sim.claude", ids.next(), script, true, Midway.READS_ON);
    }
}
