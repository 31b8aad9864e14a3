package dev.tollgate.localstack.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.tollgate.control.key.VirtualKeys.NewKey;
import dev.tollgate.core.principal.Scope;
import dev.tollgate.core.tenant.TenantId;
import dev.tollgate.localstack.stack.Books;
import dev.tollgate.localstack.stack.Caller.Call;
import dev.tollgate.localstack.stack.Caller.Ending;
import dev.tollgate.localstack.stack.LedgerReport;
import dev.tollgate.localstack.stack.Stores;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A new version and the way back, by the CDK's own command line, while callers go on: no call
/// fails, and the books say what the callers saw. Between the two, every item gets a member that
/// the version before does not know, as a later one may write it.
///
/// On MiniStack: LocalStack's updates are broken in the version that runs without a token.
final class UpgradeIT {
    private static final int CALLERS = 8;
    private static final int WARM = 3;
    private static final int AFTER = 5;
    private static final List<String> TENANTS = List.of("acme", "acme2", "globex");

    @TempDir private static Path folder = Path.of("");

    @Test
    void upgradeAndRollback_underLoad_failNoCallAndKeepTheBooks() throws Exception {
        Requirement.python(MiniStack.MINOR);
        var stack = DeployedStack.on("ministack", folder);
        try (Stores stores = stack.stores();
                SteadyLoad load = new SteadyLoad(stack.url(), keys(stores), CALLERS)) {
            load.awaitFurther(WARM);
            Map<String, String> before = stack.liveVersions();
            stack.deploy("next");
            load.awaitFurther(AFTER);
            Map<String, String> after = stack.liveVersions();
            before.forEach((name, version) -> assertNotEquals(version, after.get(name), name));
            stack.addUnknownMember();
            load.awaitFurther(AFTER);
            stack.deploy("");
            load.awaitFurther(AFTER);
            Map<String, String> back = stack.liveVersions();
            after.forEach((name, version) -> assertNotEquals(version, back.get(name), name));
            Map<Call, List<Ending>> endings = load.end();
            System.out.println("calls made: " + endings.size());
            assertEquals(Map.of(), failed(endings));
            assertBalanced(stores, endings);
        } finally {
            assertEquals(List.of(), stack.destroy(), "left by destroy local");
        }
    }

    private static Map<String, String> keys(Stores stores) {
        var keys = new TreeMap<String, String>();
        for (String tenant : TENANTS) {
            var wanted = NewKey.of(new TenantId(tenant), "upgrade", Scope.everything());
            keys.put(tenant, stores.keys().create(wanted).secret().value());
        }
        return keys;
    }

    private static Map<Call, List<Ending>> failed(Map<Call, List<Ending>> endings) {
        var failed = new HashMap<>(endings);
        failed.values().removeIf(List.of(new Ending.Complete())::equals);
        return failed;
    }

    private static void assertBalanced(Stores stores, Map<Call, List<Ending>> endings)
            throws InterruptedException {
        for (String tenant : TENANTS) {
            Instant end = Instant.now().plus(Duration.ofSeconds(30));
            LedgerReport report = report(stores, tenant);
            while (!report.books().holds().isEmpty() && Instant.now().isBefore(end)) {
                Thread.sleep(Duration.ofMillis(50));
                report = report(stores, tenant);
            }
            new Books(report).assertBalanced(endings);
            long calls = endings.keySet().stream().filter(c -> c.tenant().equals(tenant)).count();
            assertEquals(calls, report.lines().size(), "lines of " + tenant);
        }
    }

    private static LedgerReport report(Stores stores, String tenant) {
        var config = stores.config().tenant(new TenantId(tenant)).orElseThrow();
        return LedgerReport.read(stores.ledger(), config, Instant.now(), 1000);
    }
}
