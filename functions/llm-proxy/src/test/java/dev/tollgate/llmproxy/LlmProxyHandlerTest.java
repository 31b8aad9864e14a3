package dev.tollgate.llmproxy;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.core.call.Attempt;
import dev.tollgate.core.call.CallLine;
import dev.tollgate.core.call.Outcome;
import dev.tollgate.core.ledger.LimitUnit;
import dev.tollgate.core.ledger.Window;
import dev.tollgate.core.money.UsageKind;
import dev.tollgate.testkit.Fixtures;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// One call through the whole proxy: who gets what answer, and what stands on the books after it.
final class LlmProxyHandlerTest {
    private static final String ANSWER =
            "{\"output\":{\"message\":{\"role\":\"assistant\",\"content\":[{\"text\":\"Hello.\"}]}},"
                    + "\"stopReason\":\"end_turn\",\"unknown\":[1.0],"
                    + "\"usage\":{\"inputTokens\":9,\"outputTokens\":2,\"totalTokens\":11}}";
    private static final byte[] START = Frames.event("messageStart", "{\"role\":\"assistant\"}");
    private static final byte[] HEL = delta("Hel");
    private static final byte[] LO = delta("lo");
    private static final byte[] STOP = Frames.event("messageStop", "{\"stopReason\":\"end_turn\"}");
    private static final byte[] METADATA =
            Frames.event(
                    "metadata",
                    "{\"usage\":{\"inputTokens\":9,\"outputTokens\":2,\"totalTokens\":11}}");

    private Rig rig = new Rig((_, wire) -> wire.whole(200, ANSWER));

    private static byte[] delta(String text) {
        return Frames.event(
                "contentBlockDelta",
                "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"" + text + "\"}}");
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private Attempt onlyAttempt() {
        List<CallLine> lines = rig.books.lines(Fixtures.ACME, 10);
        assertEquals(1, lines.size(), "lines");
        assertEquals(1, lines.getFirst().attempts().size(), "attempts");
        assertTrue(openHolds() == 0, "nothing stays held");
        return lines.getFirst().attempts().getFirst();
    }

    private int openHolds() {
        return rig.books
                .books(Fixtures.ACME, List.of(), Fixtures.ZONE, Fixtures.NOW)
                .holds()
                .size();
    }

    private void streams(ScriptedUpstream.Script script) {
        rig.upstream.script((request, wire) -> {
            wire.stream("application/vnd.amazon.eventstream");
            script.answer(request, wire);
        });
    }

    @Test
    void converse_sameLanguage_passesBytesAndSettlesByUsage() throws IOException {
        Client client = rig.call("sim.claude", "converse", Rig.SAY_HELLO);

        assertEquals(ANSWER, client.text());
        ScriptedUpstream.Request sent = rig.upstream.requests().getFirst();
        assertAll(
                () -> assertEquals(200, client.status()),
                () -> assertEquals("/model/anthropic.claude-sim-v1%3A0/converse", sent.path()),
                () -> assertEquals(Rig.SAY_HELLO, sent.body()),
                () ->
                        assertTrue(
                                sent.headers()
                                        .toString()
                                        .contains("authorization=AWS4-HMAC-SHA256")),
                () -> assertFalse(sent.headers().toString().contains("of-the-caller")),
                () -> assertEquals(Outcome.COMPLETED, onlyAttempt().outcome()),
                () -> assertEquals(9 + 2 * 2, onlyAttempt().cost().nanos()),
                () -> assertFalse(onlyAttempt().usage().estimated()),
                () -> assertFalse(onlyAttempt().boundExceeded()));
    }

    @Test
    void converse_withoutMaxTokens_getsTheTargetsCap() throws IOException {
        rig.call("sim.claude", "converse", "{\"messages\":[],\"x\":1.50}");
        assertEquals(
                "{\"inferenceConfig\":{\"maxTokens\":256},\"messages\":[],\"x\":1.50}",
                rig.upstream.requests().getFirst().body());
    }

    @Test
    void stream_upstreamWaitsForTheReader_eachFrameArrivesAtOnce() throws IOException {
        var read = new CountDownLatch[] {new CountDownLatch(1), new CountDownLatch(1)};
        streams((_, wire) -> {
            wire.chunk(Frames.join(START, HEL));
            read[0].await();
            wire.chunk(LO);
            read[1].await();
            wire.chunk(Frames.join(STOP, METADATA));
            wire.end();
        });
        var client =
                new Client(flushed -> {
                    switch (flushed.flushes()) {
                        case 1 -> read[0].countDown();
                        case 2 -> read[1].countDown();
                        default -> {}
                    }
                });
        rig.call("sim.claude", "converse-stream", Rig.SAY_HELLO, client);

        assertEquals(5, client.frames().size());
        assertEquals(13, onlyAttempt().cost().nanos());
    }

    @Test
    void stream_clientGone_isSettledByTheDrainedUsage() throws IOException {
        streams((_, wire) -> {
            wire.chunk(Frames.join(START, HEL));
            wire.chunk(Frames.join(LO, STOP, METADATA));
            wire.end();
        });
        var client = new Client(Client::leave);
        assertThrows(
                IOException.class,
                () -> rig.call("sim.claude", "converse-stream", Rig.SAY_HELLO, client));
        assertEquals(Outcome.CLIENT_GONE, onlyAttempt().outcome());
        assertEquals(13, onlyAttempt().cost().nanos());
    }

    @Test
    void stream_clientGoneAndUpstreamSilent_isChargedWhatWasSeen() {
        rig.remaining(Duration.ofSeconds(4));
        streams((_, wire) -> {
            wire.chunk(Frames.join(START, HEL));
            wire.chunk(LO);
            Thread.sleep(Duration.ofSeconds(30));
        });
        var client = new Client(Client::leave);
        assertThrows(
                IOException.class,
                () -> rig.call("sim.claude", "converse-stream", Rig.SAY_HELLO, client));
        assertEquals(Outcome.CLIENT_GONE, onlyAttempt().outcome());
        assertTrue(onlyAttempt().usage().estimated());
        assertEquals(5, onlyAttempt().usage().of(UsageKind.OUTPUT));
    }

    @Test
    void stream_cutAfterContent_endsInAnExceptionFrameAndIsCharged() throws IOException {
        streams((_, wire) -> wire.chunk(Frames.join(START, HEL, LO)));
        Client client = rig.call("sim.claude", "converse-stream", Rig.SAY_HELLO);

        assertEquals(200, client.status());
        assertTrue(client.frames().getLast().startsWith("!modelStreamErrorException"));
        assertEquals(Outcome.CUT, onlyAttempt().outcome());
        assertEquals(5, onlyAttempt().usage().of(UsageKind.OUTPUT));
        assertTrue(onlyAttempt().usage().of(UsageKind.INPUT) >= Rig.SAY_HELLO.length());
    }

    @Test
    void stream_endsWithoutMessageStop_countsAsCut() throws IOException {
        streams((_, wire) -> {
            wire.chunk(Frames.join(START, HEL));
            wire.end();
        });
        rig.call("sim.claude", "converse-stream", Rig.SAY_HELLO);
        assertEquals(Outcome.CUT, onlyAttempt().outcome());
    }

    @Test
    void stream_brokenChecksum_countsAsCut() throws IOException {
        byte[] broken = LO.clone();
        broken[broken.length - 6] ^= 1;
        streams((_, wire) -> {
            wire.chunk(Frames.join(START, HEL, broken, STOP, METADATA));
            wire.end();
        });
        Client client = rig.call("sim.claude", "converse-stream", Rig.SAY_HELLO);
        List<String> frames = client.frames();
        assertEquals(3, frames.size(), "what came before the broken frame, and the exception");
        assertTrue(frames.getLast().startsWith("!modelStreamErrorException"));
        assertEquals(Outcome.CUT, onlyAttempt().outcome());
    }

    @Test
    void stream_throttledBeforeContent_isAStatusAndFree() throws IOException {
        streams((_, wire) -> {
            wire.chunk(START);
            wire.chunk(Frames.exception("throttlingException", "{\"message\":\"slow down\"}"));
            wire.end();
        });
        Client client = rig.call("sim.claude", "converse-stream", Rig.SAY_HELLO);
        assertEquals(429, client.status());
        assertEquals("ThrottlingException", client.header("x-amzn-ErrorType"));
        assertEquals(Outcome.FAILED, onlyAttempt().outcome());
        assertEquals(0, onlyAttempt().cost().nanos());
    }

    @Test
    void stream_throttledAfterContent_isAFrameThatNobodyRetriesAndCharged() throws IOException {
        streams((_, wire) -> {
            wire.chunk(Frames.join(START, HEL));
            wire.chunk(Frames.exception("throttlingException", "{\"message\":\"slow down\"}"));
            wire.end();
        });
        Client client = rig.call("sim.claude", "converse-stream", Rig.SAY_HELLO);
        assertTrue(client.frames().getLast().startsWith("!modelStreamErrorException"));
        assertEquals(Outcome.CUT, onlyAttempt().outcome());
        assertTrue(onlyAttempt().cost().nanos() > 0);
    }

    @Test
    void stream_stallsAfterContent_isCutAtTheDeadline() throws IOException {
        rig.remaining(Duration.ofSeconds(3));
        streams((_, wire) -> {
            wire.chunk(Frames.join(START, HEL));
            Thread.sleep(Duration.ofSeconds(30));
        });
        Client client = rig.call("sim.claude", "converse-stream", Rig.SAY_HELLO);
        assertTrue(client.frames().getLast().startsWith("!modelStreamErrorException"));
        assertEquals(Outcome.CUT, onlyAttempt().outcome());
    }

    @Test
    void converse_noAnswerInTime_isNotRetriedAndChargedInFull() throws IOException {
        rig.remaining(Duration.ofSeconds(3));
        rig.upstream.script((_, _) -> Thread.sleep(Duration.ofSeconds(30)));
        Client client = rig.call("sim.claude", "converse", Rig.SAY_HELLO);
        assertEquals(408, client.status());
        assertEquals("ModelTimeoutException", client.header("x-amzn-ErrorType"));
        assertEquals(Outcome.CUT, onlyAttempt().outcome());
        assertEquals(32, onlyAttempt().usage().of(UsageKind.OUTPUT));
        assertTrue(onlyAttempt().usage().estimated());
    }

    @Test
    void converse_upstreamErrors_areFree() throws IOException {
        String body = "{\"message\":\"bad input for sk-" + "a".repeat(20) + "\"}";
        int[][] expected = {{429, 429}, {500, 503}, {503, 503}, {400, 400}, {403, 400}, {302, 503}};
        for (int[] pair : expected) {
            rig.upstream.script((_, wire) -> wire.whole(pair[0], body, "location: http://x/"));
            Client client = rig.call("sim.claude", "converse", Rig.SAY_HELLO);
            assertEquals(pair[1], client.status(), "for " + pair[0]);
            assertFalse(client.text().contains("aaaa"), "no key is shown");
        }
        for (CallLine line : rig.books.lines(Fixtures.ACME, 10)) {
            assertEquals(0, line.cost().nanos());
            assertEquals(Outcome.FAILED, line.attempts().getFirst().outcome());
        }
        assertEquals(expected.length, rig.upstream.requests().size(), "no retry, no redirect");
    }

    @Test
    void converse_upstreamNotReachable_isFreeAndMayBeRetried() throws IOException {
        rig.upstream.close();
        Client client = rig.call("sim.claude", "converse", Rig.SAY_HELLO);
        assertEquals(503, client.status());
        assertEquals(Outcome.FAILED, onlyAttempt().outcome());
    }

    @Test
    void converse_garbage_isNotRetriedAndChargedInFull() throws IOException {
        rig.upstream.script((_, wire) -> wire.whole(200, "<html>"));
        Client client = rig.call("sim.claude", "converse", Rig.SAY_HELLO);
        assertEquals(424, client.status());
        assertEquals(32, onlyAttempt().usage().of(UsageKind.OUTPUT));
    }

    @Test
    void converse_ledgerDown_isRefusedAndNothingIsCalled() throws IOException {
        rig.books.setDown(true);
        Client client = rig.call("sim.claude", "converse", Rig.SAY_HELLO);
        assertEquals(503, client.status());
        assertEquals("store_unavailable", client.code());
        assertEquals(0, rig.upstream.requests().size());
    }

    @Test
    void converse_configurationDown_isRefusedAndNothingIsCalled() throws IOException {
        rig.config.setDown(true);
        assertEquals(503, rig.call("sim.claude", "converse", Rig.SAY_HELLO).status());
        assertEquals(0, rig.upstream.requests().size());
    }

    @Test
    void converse_ledgerDownAtSettlement_answerStandsAndHoldStays() throws IOException {
        rig.upstream.script((_, wire) -> {
            rig.books.setDown(true);
            wire.whole(200, ANSWER);
        });
        Client client = rig.call("sim.claude", "converse", Rig.SAY_HELLO);
        rig.books.setDown(false);
        assertEquals(ANSWER, client.text());
        assertEquals(1, openHolds());
    }

    @Test
    void converse_overRate_saysWhenToTryAgain() throws IOException {
        rig.limits(Fixtures.tenantLimit(Window.MINUTE, LimitUnit.REQUESTS, 1));
        assertEquals(200, rig.call("sim.claude", "converse", Rig.SAY_HELLO).status());
        Client client = rig.call("sim.claude", "converse", Rig.SAY_HELLO);
        assertEquals(429, client.status());
        assertEquals("30", client.header("retry-after"));
        assertEquals("30000", client.header("x-amz-retry-after"));
        assertEquals(1, rig.upstream.requests().size());
    }

    @Test
    void converse_overBudget_isTypedAndNotRetriable() throws IOException {
        rig.limits(Fixtures.tenantLimit(Window.MONTH, LimitUnit.MONEY, 10));
        Client client = rig.call("sim.claude", "converse", Rig.SAY_HELLO);
        assertEquals(400, client.status());
        assertEquals("ServiceQuotaExceededException", client.header("x-amzn-ErrorType"));
        assertTrue(client.text().contains("lower maxTokens"), client.text());
        assertEquals(0, rig.upstream.requests().size());
    }

    @Test
    void countTokens_isARequestAndCostsNothing() throws IOException {
        rig.upstream.script((_, wire) -> wire.whole(200, "{\"inputTokens\":7}"));
        Client client = rig.call("sim.claude", "count-tokens", "{\"input\":{\"converse\":{}}}");
        assertEquals("{\"inputTokens\":7}", client.text());
        assertEquals(0, onlyAttempt().cost().nanos());
        assertEquals(0, onlyAttempt().usage().tokens());
    }
}
