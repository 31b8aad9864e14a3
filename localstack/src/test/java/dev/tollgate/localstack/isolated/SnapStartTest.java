package dev.tollgate.localstack.isolated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.authorizer.AuthorizerFunction;
import dev.tollgate.control.ControlFunction;
import dev.tollgate.llmproxy.LlmProxyFunction;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Each function as Lambda makes a snapshot of it: its own process, the loop, the protocol.
final class SnapStartTest {
    private static final String COUNTERS = "\"_aws\"";

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(
            classes = {LlmProxyFunction.class, AuthorizerFunction.class, ControlFunction.class})
    @EnabledOnOs(OS.LINUX)
    void snapshot_ofAPrimedFunction_reachesNobodyAndServesAfterTheRestore(Class<?> function)
            throws Exception {
        try (var world = new RecordedWorld(function);
                var process =
                        new SnapshotProcess(function, world.variables(), folder.resolve("out"))) {
            process.awaitCheckpoint();

            assertEquals(List.of(), world.asked(), "nothing leaves the process");
            assertEquals("", process.printed(), "no line of calls that nobody made, no warning");
            Set<String> open = process.tcpSockets();
            assertEquals(1, open.size(), () -> "the one that waits for the restore: " + open);

            String answer = process.restoreAndCall(world.scene(0).event());
            assertTrue(answer.contains(world.scene(0).answer()), answer);
            assertFalse(world.asked().isEmpty(), "what the rehearsal read is not in the snapshot");
        }
    }

    @Test
    void calls_ofTwoRestoredProxies_areOnRecordUnderIdsOfTheirOwn() throws Exception {
        try (var world = new RecordedWorld(LlmProxyFunction.class);
                var other = new RecordedWorld(LlmProxyFunction.class);
                var process = proxy(world, "one");
                var sibling = proxy(other, "two")) {
            process.awaitCheckpoint();
            sibling.awaitCheckpoint();
            process.restoreAndCall(world.scene(0).event());
            sibling.restoreAndCall(other.scene(0).event());

            Set<String> ids = ids(world);
            assertFalse(ids.isEmpty(), "a call without an id gets one");
            assertTrue(Collections.disjoint(ids, ids(other)));
            assertTrue(
                    world.asked().stream().anyMatch(body -> body.startsWith("Action=AssumeRole")),
                    "the tenant's session is asked for after the restore");
            String log = process.printed();
            assertTrue(log.contains(COUNTERS), log);
        }
    }

    private SnapshotProcess proxy(RecordedWorld world, String output) throws Exception {
        return new SnapshotProcess(
                LlmProxyFunction.class, world.variables(), folder.resolve(output));
    }

    /// What the process made up and told the store.
    private static Set<String> ids(RecordedWorld world) {
        return world.asked().stream()
                .flatMap(
                        body -> Pattern.compile("\"S\":\"([a-z0-9]{26})\"").matcher(body).results())
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toSet());
    }
}
