package dev.tollgate.llmproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.core.call.Attempt;
import dev.tollgate.core.call.CallId;
import dev.tollgate.core.call.CallLine;
import dev.tollgate.core.call.Outcome;
import dev.tollgate.core.ledger.HoldOutcome;
import dev.tollgate.core.ledger.HoldRequest;
import dev.tollgate.core.ledger.LedgerUnavailableException;
import dev.tollgate.core.ledger.Limit;
import dev.tollgate.core.ledger.QuotaLedger;
import dev.tollgate.core.ledger.Settlement;
import dev.tollgate.core.money.UsageKind;
import dev.tollgate.core.tenant.TenantId;
import dev.tollgate.testkit.Fixtures;
import dev.tollgate.testkit.InMemoryQuotaLedger;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Endings in which the provider may have been paid although it did not say so.
final class WhoPaysTest {
    private final InMemoryQuotaLedger books = new InMemoryQuotaLedger();
    private final AtomicInteger silences = new AtomicInteger();
    private final Rig rig =
            new Rig((_, wire) -> wire.whole(500, "{}"), new Unreliable(books, silences));

    @AfterEach
    void close() {
        rig.close();
    }

    private Attempt attempt() {
        CallLine line = books.lines(Fixtures.ACME, 1).getFirst();
        return line.attempts().getFirst();
    }

    private void sse(String... chunks) {
        rig.upstream.script((_, wire) -> {
            wire.stream("text/event-stream");
            for (String chunk : chunks) {
                wire.chunk("data: " + chunk + "\n\n");
            }
            wire.end();
        });
    }

    @Test
    void stream_failsAfterReasoningAlone_isChargedAndNotRetriable() throws IOException {
        sse(
                "{\"choices\":[{\"delta\":{\"reasoning_content\":\"Hmm.\"}}]}",
                "{\"error\":{\"message\":\"overloaded\"}}");
        Client client = rig.call("sim.gpt", "converse-stream", Rig.SAY_HELLO);
        assertTrue(client.frames().getLast().startsWith("!modelStreamErrorException"));
        assertEquals(Outcome.CUT, attempt().outcome());
        assertEquals(4, attempt().usage().of(UsageKind.OUTPUT));
    }

    @Test
    void stream_failsAfterACount_isChargedByIt() throws IOException {
        sse(
                "{\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":1}}",
                "{\"error\":{\"message\":\"overloaded\"}}");
        Client client = rig.call("sim.gpt", "converse-stream", Rig.SAY_HELLO);
        assertEquals(424, client.status());
        assertEquals(7 + 2, attempt().cost().nanos());
    }

    @Test
    void stream_failsBeforeAnything_isFreeAndMayBeRetried() throws IOException {
        sse("{\"error\":{\"message\":\"overloaded\"}}");
        Client client = rig.call("sim.gpt", "converse-stream", Rig.SAY_HELLO);
        assertEquals(503, client.status());
        assertEquals(0, attempt().cost().nanos());
    }

    @Test
    void converse_countOfZeros_isNoCount() throws IOException {
        rig.upstream.script((_, wire) ->
                wire.whole(
                        200,
                        "{\"choices\":[{\"message\":{\"content\":\"Hello.\"}}],"
                                + "\"usage\":{\"prompt_tokens\":0,\"completion_tokens\":0}}"));
        rig.call("sim.gpt", "converse", Rig.SAY_HELLO);
        assertEquals(Outcome.COMPLETED, attempt().outcome());
        assertTrue(attempt().usage().estimated());
        assertTrue(attempt().cost().nanos() > 0);
    }

    @Test
    void stream_interruptedInMidCall_isSettledAllTheSame() throws IOException {
        sse(
                "{\"choices\":[{\"delta\":{\"content\":\"Hel\"}}]}",
                "{\"choices\":[{\"delta\":{\"content\":\"lo\"},\"finish_reason\":\"stop\"}]}");
        var client = new Client(_ -> Thread.currentThread().interrupt());
        rig.call("sim.gpt", "converse-stream", Rig.SAY_HELLO, client);
        assertTrue(Thread.interrupted(), "the interrupt is handed on");
        assertEquals(Outcome.CUT, attempt().outcome());
        assertEquals(
                List.of(),
                books.books(Fixtures.ACME, List.of(), Fixtures.ZONE, Fixtures.NOW).holds());
    }

    @Test
    void settlement_storeSilentTwice_isBookedAtTheThirdTry() throws IOException {
        silences.set(2);
        rig.call("sim.claude", "converse", Rig.SAY_HELLO);
        assertEquals(Outcome.FAILED, attempt().outcome());
        assertEquals(
                List.of(),
                books.books(Fixtures.ACME, List.of(), Fixtures.ZONE, Fixtures.NOW).holds());
    }

    /// Gives up when its thread is interrupted, as the client of the real store does, and for the
    /// given number of settlements.
    private record Unreliable(QuotaLedger ledger, AtomicInteger silences) implements QuotaLedger {
        @Override
        public HoldOutcome hold(HoldRequest request) {
            return ledger.hold(request);
        }

        @Override
        public void settle(Settlement settlement) {
            if (Thread.currentThread().isInterrupted()) {
                throw new LedgerUnavailableException("interrupted", new InterruptedException());
            }
            if (silences.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new LedgerUnavailableException("silent", new TimeoutException());
            }
            ledger.settle(settlement);
        }

        @Override
        public Books books(TenantId tenant, List<Limit> limits, ZoneId zone, Instant at) {
            return ledger.books(tenant, limits, zone, at);
        }

        @Override
        public Optional<CallLine> line(TenantId tenant, CallId call) {
            return ledger.line(tenant, call);
        }

        @Override
        public List<CallLine> lines(TenantId tenant, int most) {
            return ledger.lines(tenant, most);
        }
    }
}
