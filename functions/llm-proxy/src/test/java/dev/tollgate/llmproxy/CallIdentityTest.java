package dev.tollgate.llmproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tollgate.core.call.CallLine;
import dev.tollgate.testkit.Fixtures;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// One logical call over its retries.
final class CallIdentityTest {
    private static final Map<String, List<String>> ID =
            Map.of("amz-sdk-invocation-id", List.of("call-1"));
    private static final String ANSWER = "{\"usage\":{\"inputTokens\":3,\"outputTokens\":1}}";

    private final Rig rig = new Rig((_, wire) -> wire.whole(500, "{}"));

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void retry_afterAFailure_isOneLineWithTwoAttempts() throws IOException {
        assertEquals(503, send(Rig.SAY_HELLO).status());
        rig.upstream.script((_, wire) -> wire.whole(200, ANSWER));
        assertEquals(200, send(Rig.SAY_HELLO).status());

        List<CallLine> lines = rig.books.lines(Fixtures.ACME, 10);
        assertEquals(1, lines.size());
        assertEquals(2, lines.getFirst().attempts().size());
        assertEquals(5, lines.getFirst().cost().nanos());
    }

    @Test
    void anotherBody_underTheSameId_isRefused() throws IOException {
        send(Rig.SAY_HELLO);
        Client client = send(Rig.SAY_HELLO.replace("hello", "goodbye"));
        assertEquals(400, client.status());
        assertEquals("id_reused", client.code());
        assertEquals(1, rig.upstream.requests().size());
    }

    @Test
    void repeat_whileTheFirstRuns_isRefusedAsRetriable() throws Exception {
        var arrived = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        rig.upstream.script((_, wire) -> {
            arrived.countDown();
            go.await();
            wire.whole(200, ANSWER);
        });
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(() -> send(Rig.SAY_HELLO));
            arrived.await();
            Client second = send(Rig.SAY_HELLO);
            go.countDown();
            assertEquals(429, second.status());
            assertEquals("call_running", second.code());
            assertEquals(200, first.get().status());
        }
        assertEquals(1, rig.upstream.requests().size());
    }

    private Client send(String body) throws IOException {
        return rig.send(Rig.request("sim.claude", "converse", body, ID));
    }
}
