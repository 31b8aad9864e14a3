package dev.tollgate.llmproxy;

import static dev.tollgate.llmproxy.ChatRoute.ONE;
import static dev.tollgate.llmproxy.ChatRoute.TWO;
import static dev.tollgate.llmproxy.ChatRoute.on;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.core.call.Attempt;
import dev.tollgate.core.config.FailureClass;
import dev.tollgate.core.config.Fallback;
import dev.tollgate.core.config.Target;
import dev.tollgate.core.ledger.Limit;
import dev.tollgate.core.ledger.LimitUnit;
import dev.tollgate.core.ledger.Window;
import dev.tollgate.core.money.Price;
import dev.tollgate.core.money.UsageKind;
import dev.tollgate.testkit.Fixtures;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// After which failures another target is asked, after which none, and what the caller is told and
/// charged then.
final class FallbackTest {
    private static final Fallback USUAL = new Fallback(Fallback.USUAL, 0);

    private final ChatRoute chat = new ChatRoute();

    @AfterEach
    void close() {
        chat.close();
    }

    @ParameterizedTest
    @CsvSource({"400, {}", "401, {}", "403, {}", "404, {}", "413, {}", "422, {}"})
    void call_faultOfTheRequest_asksNobodyElse(int status, String body) throws IOException {
        chat.fails("one", status, body);
        chat.route(new Fallback(Set.of(FailureClass.values()), 3), ONE, TWO);

        assertEquals(400, chat.complete("").status());
        assertEquals(List.of("sim-openai/one"), chat.asked());
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"error\":{\"code\":\"context_length_exceeded\"}}', CONTEXT_TOO_LONG",
        "'{\"error\":{\"message\":\"prompt is too long: 9 tokens > 8 maximum\"}}', CONTEXT_TOO_LONG",
        "'{\"error\":{\"code\":\"content_policy_violation\"}}', CONTENT_POLICY",
        "'{\"error\":{\"message\":\"Output blocked by content filtering policy\"}}', CONTENT_POLICY",
    })
    void call_classThatOnlyAnotherTargetMends_goesOnIfTheRouteSaysSo(String body, FailureClass kind)
            throws IOException {
        chat.fails("one", 400, body);
        chat.route(on(FailureClass.CONNECT), ONE, TWO);
        Client refused = chat.complete("");
        assertEquals(400, refused.status());
        boolean tooLong = kind == FailureClass.CONTEXT_TOO_LONG;
        assertEquals(
                tooLong ? "context_length_exceeded" : "content_filter",
                refused.code(),
                refused::text);

        chat.rig.clock.advance(Duration.ofSeconds(1));
        chat.route(on(kind), ONE, TWO);
        assertEquals(200, chat.complete("").status());
        assertEquals(List.of("sim-openai/one", "sim-openai/two"), chat.asked());
        String code = tooLong ? "context_too_long " : "content_filtered ";
        assertEquals(code + kind.word(), chat.attempts().getFirst().decision().failure());
    }

    /// Bedrock says it so, after status 200.
    @Test
    void stream_tooLongAsItsFirstFrame_goesOnIfTheRouteSaysSo() throws IOException {
        chat.answers(
                "nova",
                (_, wire) -> {
                    wire.stream("application/vnd.amazon.eventstream");
                    wire.chunk(
                            Frames.exception(
                                    "validationException",
                                    "{\"message\":\"Input is too long for requested model.\"}"));
                    wire.end();
                });
        chat.route(on(FailureClass.CONNECT), Speech.BEDROCK.target("nova"), TWO);
        Client refused = chat.complete(",\"stream\":true");
        assertEquals(400, refused.status());
        assertEquals("context_length_exceeded", refused.code());

        chat.rig.clock.advance(Duration.ofSeconds(1));
        chat.route(on(FailureClass.CONTEXT_TOO_LONG), Speech.BEDROCK.target("nova"), TWO);
        assertEquals(200, chat.complete(",\"stream\":true").status());
        assertEquals(List.of("sim-bedrock/nova", "sim-openai/two"), chat.asked());
    }

    @Test
    void call_allTargetsFail_saysTheLastErrorAndRecordsEach() throws IOException {
        chat.fails("one", 429, "{}");
        chat.fails("two", 500, "{}");
        chat.route(new Fallback(Fallback.USUAL, 0), ONE, TWO);

        assertEquals(503, chat.complete("").status());
        assertEquals(List.of("sim-openai/one", "sim-openai/two"), chat.asked());
        assertEquals(
                List.of("upstream_throttled throttled", "upstream_failed failed"),
                chat.attempts().stream().map(attempt -> attempt.decision().failure()).toList());
    }

    @Test
    void call_firstMayHaveCostMoneyAndSecondFails_isNotToldToTryAgain() throws IOException {
        chat.fails("one", 200, "{\"nope\"");
        chat.fails("two", 503, "{}");
        chat.route(new Fallback(Fallback.USUAL, 0), ONE, TWO);

        Client client = chat.complete("");
        assertEquals(424, client.status());
        assertEquals("false", client.header("x-should-retry"));
        assertEquals(
                chat.rig.books.lines(Fixtures.ACME, 1).getFirst().call().value(),
                client.header("x-tollgate-call"));
        assertEquals(2, chat.attempts().size());
        assertTrue(chat.attempts().getFirst().cost().nanos() > 0);
    }

    /// A route says where it may go on; without a word nothing goes on, streamed or not.
    @ParameterizedTest
    @EnumSource(
            names = {
                "THROTTLED",
                "FIVE_HUNDRED",
                "OVERLOADED",
                "ERROR_BEFORE_CONTENT",
                "CUT_BEFORE_CONTENT",
                "MALFORMED",
                "WRONG_CONTENT_TYPE"
            })
    void call_withoutFallback_asksNobodyElse(Fault fault) throws IOException {
        chat.route(Fallback.NONE, ONE, TWO);
        for (boolean streamed : new boolean[] {false, true}) {
            chat.answers("one", (_, wire) -> fault.play(Speech.OPENAI, streamed, wire));
            chat.rig.clock.advance(Duration.ofSeconds(1));

            Client client = chat.complete(",\"stream\":" + streamed);
            Asking.OPENAI.requireError(fault, client);
            assertEquals(List.of("sim-openai/one"), chat.asked());
        }
    }

    /// What begins a stream is held back of each target, not of the first alone.
    @ParameterizedTest
    @EnumSource
    void stream_allTargetsFailBeforeContent_isATrueStatusAndNoStream(Asking asking)
            throws IOException {
        for (Speech speech : List.of(Speech.OPENAI, Speech.ANTHROPIC, Speech.GEMINI)) {
            chat.answers(
                    speech.name(),
                    (_, wire) -> Fault.ERROR_BEFORE_CONTENT.play(speech, true, wire));
        }
        chat.route(USUAL, own(Speech.ANTHROPIC), own(Speech.OPENAI), own(Speech.GEMINI));

        Client client = asking.ask(chat.rig, true);
        asking.requireError(Fault.ERROR_BEFORE_CONTENT, client);
        assertEquals(3, chat.attempts().size());
    }

    private static Target own(Speech speech) {
        return speech.target(speech.name());
    }

    /// As routers in front of several providers say it, after status 200.
    @Test
    void stream_throttledInItsFirstEvent_isThrottledAndLeadsOn() throws IOException {
        chat.answers(
                "one",
                (_, wire) -> {
                    wire.stream("text/event-stream");
                    wire.chunk("data: {\"error\":{\"code\":429,\"message\":\"Slow down.\"}}\n\n");
                    wire.end();
                });
        chat.route(Fallback.NONE, ONE);
        Client alone = chat.complete(",\"stream\":true");
        assertEquals("429 rate_limit_exceeded", alone.status() + " " + alone.code());

        chat.rig.clock.advance(Duration.ofSeconds(1));
        chat.route(on(FailureClass.THROTTLED), ONE, TWO);
        assertEquals(200, chat.complete(",\"stream\":true").status());
        assertEquals(
                "upstream_throttled throttled", chat.attempts().getFirst().decision().failure());
    }

    @Test
    void call_fourOfFiveTargetsFail_isAnsweredByTheFifth() throws IOException {
        Target[] targets =
                IntStream.rangeClosed(1, 5)
                        .mapToObj(number -> Speech.OPENAI.target("t" + number))
                        .toArray(Target[]::new);
        for (int number = 1; number < 5; number++) {
            chat.fails("t" + number, 503, "{}");
        }
        chat.route(USUAL, targets);

        assertEquals(200, chat.complete("").status());
        assertEquals(List.of(targets).stream().map(Target::priced).toList(), chat.asked());
    }

    /// 9 tokens in and 2 out, of the model that gave them.
    @Test
    void call_answeredByAnother_isChargedByThePriceOfThatOne() throws IOException {
        chat.rig.prices(
                Map.of("sim-openai/one", price("dear", 1000), TWO.priced(), price("cheap", 3)));
        chat.fails("one", 500, "{}");
        chat.route(USUAL, ONE, TWO);

        assertEquals(200, chat.complete("").status());
        assertEquals(
                List.of("dear", "cheap"),
                chat.attempts().stream().map(Attempt::priceVersion).toList());
        assertEquals(
                List.of(0L, 3L * (9 + 2)),
                chat.attempts().stream().map(attempt -> attempt.cost().nanos()).toList());
    }

    /// A budget holds for who would answer, not for who was meant to.
    @Test
    void call_otherTargetAboveTheBudget_isNotAskedAndTheBudgetHolds() throws IOException {
        Limit budget = Fixtures.tenantLimit(Window.DAY, LimitUnit.MONEY, 10_000);
        chat.rig.limits(budget);
        chat.rig.prices(
                Map.of("sim-openai/one", price("cheap", 3), TWO.priced(), price("dear", 1000)));
        chat.fails("one", 500, "{}");
        chat.route(USUAL, ONE, TWO);

        assertEquals(503, chat.complete("").status());
        assertEquals(List.of("sim-openai/one"), chat.asked());
        var books =
                chat.rig.books.books(Fixtures.ACME, List.of(budget), Fixtures.ZONE, Fixtures.NOW);
        assertEquals(0, books.limits().getFirst().settled());
        assertEquals(List.of(), books.holds());
    }

    /// @param nanos for each token
    private static Price price(String version, long nanos) {
        long rate = nanos * 1_000_000;
        return new Price(
                version, Instant.EPOCH, Map.of(UsageKind.INPUT, rate, UsageKind.OUTPUT, rate));
    }
}
