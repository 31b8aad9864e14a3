package dev.tollgate.llmproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.core.call.CallLine;
import dev.tollgate.core.ledger.Limit;
import dev.tollgate.core.ledger.LimitUnit;
import dev.tollgate.core.ledger.Window;
import dev.tollgate.testkit.Fixtures;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// Many callers on one handler.
final class ConcurrentCallsTest {
    private static final int CALLERS = 200;
    private static final int CENTS = 20_000;

    @Test
    void call_twoHundredAtOnce_booksBalanceAndTheCapHolds() throws Exception {
        Limit budget = Fixtures.tenantLimit(Window.DAY, LimitUnit.MONEY, CENTS);
        try (var rig =
                new Rig((_, wire) -> {
                    wire.whole(200, "{\"usage\":{\"inputTokens\":90,\"outputTokens\":30}}");
                })) {
            rig.limits(budget);
            var answers = new ArrayList<Future<Client>>();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < CALLERS; i++) {
                    answers.add(
                            threads.submit(
                                    () -> rig.call("sim.claude", "converse", Rig.SAY_HELLO)));
                }
            }
            long answered = 0;
            for (Future<Client> answer : answers) {
                answered += answer.get().status() == 200 ? 1 : 0;
            }
            List<CallLine> lines = rig.books.lines(Fixtures.ACME, 1000);
            var state =
                    rig.books
                            .books(Fixtures.ACME, List.of(budget), Fixtures.ZONE, Fixtures.NOW)
                            .limits()
                            .getFirst();
            assertEquals(answered, lines.size());
            assertEquals(answered * 150, state.settled());
            assertEquals(0, state.held());
            assertTrue(answered > 1 && state.settled() <= CENTS, "answered " + answered);
        }
    }
}
