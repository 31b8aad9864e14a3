package dev.tollgate.llmproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.core.call.Attempt;
import dev.tollgate.core.call.CallLine;
import dev.tollgate.core.call.Decision;
import dev.tollgate.core.config.Choice;
import dev.tollgate.core.config.Condition;
import dev.tollgate.core.config.FailureClass;
import dev.tollgate.core.config.Fallback;
import dev.tollgate.core.config.Patience;
import dev.tollgate.core.config.Route;
import dev.tollgate.core.config.Target;
import dev.tollgate.core.ledger.LimitUnit;
import dev.tollgate.core.ledger.Window;
import dev.tollgate.testkit.Fixtures;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a route decides: which target, whether another, and what stands on the line of it.
final class RouteTest {
    private static final Target ONE = Speech.OPENAI.target("one");
    private static final Target TWO = Speech.OPENAI.target("two");
    private static final Target CLAUDE = Speech.ANTHROPIC.target("claude");
    private static final String HELLO =
            "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]%s}";

    private final Map<String, ScriptedUpstream.Script> answers = new HashMap<>();
    private final Rig rig = new Rig(this::answer);

    @AfterEach
    void close() {
        rig.close();
    }

    /// By the model that is asked; OpenAI's `Hello.` where nothing is said of it.
    private void answer(ScriptedUpstream.Request request, ScriptedUpstream.Wire wire)
            throws Exception {
        for (var script : answers.entrySet()) {
            if (request.body().contains("\"" + script.getKey() + "\"")) {
                script.getValue().answer(request, wire);
                return;
            }
        }
        wire.whole(200, Speech.OPENAI.whole("Hello."));
    }

    private void fails(String model, int status, String body, String... headers) {
        answers.put(model, (_, wire) -> wire.whole(status, body, headers));
    }

    private void route(Fallback fallback, Target... targets) {
        route(fallback, Set.of(), targets);
    }

    private void route(Fallback fallback, Set<String> drop, Target... targets) {
        rig.route(
                "chat",
                new Route(
                        Stream.of(targets).map(Choice::of).toList(),
                        fallback,
                        Patience.UNBOUNDED,
                        false,
                        drop));
    }

    private Client complete(String more) throws IOException {
        return rig.complete(HELLO.formatted(more));
    }

    private Client complete(Map<String, List<String>> headers) throws IOException {
        return rig.send(Rig.completion(Fixtures.alice(), HELLO.formatted(""), headers));
    }

    private List<Attempt> attempts() {
        List<CallLine> lines = rig.books.lines(Fixtures.ACME, 10);
        return lines.isEmpty() ? List.of() : lines.getFirst().attempts();
    }

    private List<String> asked() {
        return attempts().stream().map(Attempt::target).toList();
    }

    private static Fallback on(FailureClass... classes) {
        return new Fallback(Set.of(classes), 0);
    }

    @ParameterizedTest
    @CsvSource({"400, {}", "401, {}", "403, {}", "404, {}", "413, {}", "422, {}"})
    void call_faultOfTheRequest_asksNobodyElse(int status, String body) throws IOException {
        fails("one", status, body);
        route(new Fallback(Set.of(FailureClass.values()), 3), ONE, TWO);

        assertEquals(400, complete("").status());
        assertEquals(List.of("sim-openai/one"), asked());
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"error\":{\"code\":\"context_length_exceeded\"}}', CONTEXT_TOO_LONG",
        "'{\"error\":{\"message\":\"prompt is too long: 9 tokens > 8 maximum\"}}', CONTEXT_TOO_LONG",
        "'{\"error\":{\"code\":\"content_policy_violation\"}}', CONTENT_POLICY",
    })
    void call_classThatOnlyAnotherTargetMends_goesOnIfTheRouteSaysSo(String body, FailureClass kind)
            throws IOException {
        fails("one", 400, body);
        route(on(FailureClass.CONNECT), ONE, TWO);
        Client refused = complete("");
        assertEquals(400, refused.status());
        boolean tooLong = kind == FailureClass.CONTEXT_TOO_LONG;
        assertEquals(
                tooLong ? "context_length_exceeded" : "upstream_rejected",
                refused.code(),
                refused::text);

        rig.clock.advance(Duration.ofSeconds(1));
        route(on(kind), ONE, TWO);
        assertEquals(200, complete("").status());
        assertEquals(List.of("sim-openai/one", "sim-openai/two"), asked());
        String code = tooLong ? "context_too_long " : "upstream_rejected ";
        assertEquals(code + kind.word(), attempts().getFirst().decision().failure());
    }

    /// Bedrock says it so, after status 200.
    @Test
    void stream_tooLongAsItsFirstFrame_goesOnIfTheRouteSaysSo() throws IOException {
        rig.upstream.script((request, wire) -> {
            if (request.path().startsWith("/model/")) {
                wire.stream("application/vnd.amazon.eventstream");
                wire.chunk(
                        Frames.exception(
                                "validationException",
                                "{\"message\":\"Input is too long for requested model.\"}"));
                wire.end();
            } else {
                Fault.answer(Speech.OPENAI, true, "Hello.", wire);
            }
        });
        route(on(FailureClass.CONNECT), Speech.BEDROCK.target("one"), TWO);
        Client refused = complete(",\"stream\":true");
        assertEquals(400, refused.status());
        assertEquals("context_length_exceeded", refused.code());

        rig.clock.advance(Duration.ofSeconds(1));
        route(on(FailureClass.CONTEXT_TOO_LONG), Speech.BEDROCK.target("one"), TWO);
        assertEquals(200, complete(",\"stream\":true").status());
        assertEquals(List.of("sim-bedrock/one", "sim-openai/two"), asked());
    }

    @Test
    void call_allTargetsFail_saysTheLastErrorAndRecordsEach() throws IOException {
        fails("one", 429, "{}");
        fails("two", 500, "{}");
        route(new Fallback(Fallback.USUAL, 0), ONE, TWO);

        assertEquals(503, complete("").status());
        assertEquals(List.of("sim-openai/one", "sim-openai/two"), asked());
        assertEquals(
                List.of("upstream_throttled throttled", "upstream_failed failed"),
                attempts().stream().map(attempt -> attempt.decision().failure()).toList());
    }

    @Test
    void call_firstMayHaveCostMoneyAndSecondFails_isNotToldToTryAgain() throws IOException {
        fails("one", 200, "{\"nope\"");
        fails("two", 503, "{}");
        route(new Fallback(Fallback.USUAL, 0), ONE, TWO);

        Client client = complete("");
        assertEquals(424, client.status());
        assertEquals("false", client.header("x-should-retry"));
        assertEquals(
                rig.books.lines(Fixtures.ACME, 1).getFirst().call().value(),
                client.header("x-tollgate-call"));
        assertEquals(2, attempts().size());
        assertTrue(attempts().getFirst().cost().nanos() > 0);
    }

    @Test
    void call_failuresThatPass_areRetriedAfterGrowingJitteredPauses() throws IOException {
        fails("one", 500, "{}");
        route(new Fallback(Fallback.USUAL, 3), ONE);

        assertEquals(503, complete("").status());
        assertEquals(4, attempts().size());
        assertEquals(
                List.of("FIRST", "RETRY", "RETRY", "RETRY"),
                attempts().stream().map(attempt -> attempt.decision().reason().name()).toList());
        assertEquals(3, rig.pauses.size());
        for (int i = 0; i < 3; i++) {
            Duration bound = Duration.ofMillis(250L << i);
            assertTrue(rig.pauses.get(i).compareTo(bound) <= 0, rig.pauses::toString);
        }
        assertEquals(3, Set.copyOf(rig.pauses).size(), "drawn anew each time");
    }

    @Test
    void call_mayHaveCostMoney_isNotRetriedAtTheSameTarget() throws IOException {
        fails("one", 200, "{\"nope\"");
        route(new Fallback(Fallback.USUAL, 3), ONE, TWO);

        assertEquals(200, complete("").status());
        assertEquals(List.of("sim-openai/one", "sim-openai/two"), asked());
    }

    @Test
    void call_retryAfterAndNobodyElse_waitsAsLong() throws IOException {
        fails("one", 429, "{}", "retry-after: 2");
        route(new Fallback(Fallback.USUAL, 1), ONE);

        assertEquals(429, complete("").status());
        assertEquals(2, attempts().size());
        assertTrue(rig.pauses.getFirst().compareTo(Duration.ofSeconds(2)) >= 0);
    }

    @Test
    void call_retryAfterAndAnotherTarget_goesThereAtOnce() throws IOException {
        fails("one", 429, "{}", "retry-after: 2");
        route(new Fallback(Fallback.USUAL, 1), ONE, TWO);

        assertEquals(200, complete("").status());
        assertEquals(List.of(), rig.pauses);
        assertEquals(List.of("sim-openai/one", "sim-openai/two"), asked());
    }

    @Test
    void call_retryThatTheDeadlineLeavesNoTimeFor_isNotStarted() throws IOException {
        fails("one", 429, "{}", "retry-after: 5");
        route(new Fallback(Fallback.USUAL, 1), ONE);

        Client client = complete(Map.of("x-tollgate-deadline-ms", List.of("5500")));
        assertEquals(429, client.status());
        assertEquals("5", client.header("retry-after"));
        assertEquals(1, attempts().size());
        assertEquals(List.of(), rig.pauses);
    }

    @Test
    void call_deadlineShorterThanTheAnswer_isATimeoutAndNoOtherIsAsked() throws IOException {
        answers.put("one", (request, wire) -> Fault.SLOW_HEADERS.play(Speech.OPENAI, false, wire));
        route(new Fallback(Fallback.USUAL, 1), ONE, TWO);

        Client client = complete(Map.of("x-tollgate-deadline-ms", List.of("300")));
        assertEquals("upstream_timeout", client.code());
        assertEquals(List.of("sim-openai/one"), asked());
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "soon", "1.5", "9999999999"})
    void call_deadlineThatIsNone_is400AndSaysWhat(String deadline) throws IOException {
        route(Fallback.NONE, ONE);

        Client client = complete(Map.of("x-tollgate-deadline-ms", List.of(deadline)));
        assertEquals(400, client.status());
        assertTrue(client.text().contains("x-tollgate-deadline-ms"), client.text());
        assertEquals(List.of(), rig.upstream.requests());
    }

    @Test
    void call_memberThatTheFirstCannotCarry_goesToTheNext() throws IOException {
        route(Fallback.NONE, CLAUDE, ONE);

        assertEquals(200, complete(",\"seed\":7").status());
        Decision decision = attempts().getFirst().decision();
        assertEquals(List.of("sim-openai/one"), asked());
        assertEquals(Decision.Reason.FALLBACK, decision.reason());
        assertEquals(
                List.of("sim-anthropic/claude: not_supported_by_target"), decision.passedOver());
        assertTrue(rig.upstream.requests().getFirst().body().contains("\"seed\":7"));
    }

    @Test
    void call_memberThatNoTargetCarries_is400ThatNamesItAndWhoCould() throws IOException {
        route(Fallback.NONE, CLAUDE);

        Client client = complete(",\"seed\":7");
        assertEquals(400, client.status());
        assertTrue(client.text().contains("the field seed"), client.text());
        assertTrue(client.text().contains("These aliases take it: sim.gpt"), client.text());
        assertEquals(List.of(), attempts());
    }

    @Test
    void call_memberThatMayBeDropped_isLeftOutAndOnTheLine() throws IOException {
        answers.put("claude", (_, wire) -> wire.whole(200, Speech.ANTHROPIC.whole("Hello.")));
        route(Fallback.NONE, Set.of("seed", "user", "temperature"), CLAUDE);

        assertEquals(200, complete(",\"seed\":7,\"temperature\":0.5").status());
        assertEquals(List.of("seed"), attempts().getFirst().decision().dropped());
        String sent = rig.upstream.requests().getFirst().body();
        assertTrue(sent.contains("\"temperature\":0.5"), sent);
        assertTrue(!sent.contains("seed"), sent);
    }

    @Test
    void call_budgetBelowTheFirst_getsTheCheaperOneIfTheRouteSaysSo() throws IOException {
        rig.limits(Fixtures.tenantLimit(Window.DAY, LimitUnit.TOKENS, 300));
        Target dear = new Target("sim-openai", "one", 4096);
        Target cheap = new Target("sim-openai", "two", 16);

        route(new Fallback(Fallback.USUAL, 0), dear, cheap);
        assertEquals(429, complete("").status());
        assertEquals(List.of(), asked());

        route(on(FailureClass.BUDGET), dear, cheap);
        assertEquals(200, complete("").status());
        assertEquals(List.of("sim-openai/two"), asked());
        assertEquals(
                List.of("sim-openai/one: budget_exhausted"),
                attempts().getFirst().decision().passedOver());
    }

    @Test
    void call_sameConversation_beginsWithTheSameTargetTurnByTurn() throws IOException {
        rig.route(
                "chat",
                new Route(
                        List.of(
                                new Choice(ONE, 1, Condition.ANY),
                                new Choice(TWO, 1, Condition.ANY)),
                        Fallback.NONE,
                        Patience.UNBOUNDED,
                        true,
                        Set.of()));
        var targets = new HashSet<String>();
        for (int conversation = 0; conversation < 20; conversation++) {
            String first = "{\"role\":\"user\",\"content\":\"Hi " + conversation + "\"}";
            String turn = "{\"role\":\"assistant\",\"content\":\"Hello.\"}," + first;
            String begun = target("{\"model\":\"chat\",\"messages\":[" + first + "]}");
            String later = target("{\"model\":\"chat\",\"messages\":[" + first + "," + turn + "]}");
            assertEquals(begun, later);
            targets.add(begun);
        }
        assertEquals(2, targets.size(), "conversations are spread");
    }

    private String target(String body) throws IOException {
        rig.clock.advance(Duration.ofSeconds(1));
        assertEquals(200, rig.complete(body).status());
        return asked().getLast();
    }
}
