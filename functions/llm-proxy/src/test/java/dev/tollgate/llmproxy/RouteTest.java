package dev.tollgate.llmproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a route decides: which target, whether another, and what stands on the line of it.
final class RouteTest {
    private static final Target CLAUDE = Speech.ANTHROPIC.target("claude");

    private final ChatRoute chat = new ChatRoute();

    @AfterEach
    void close() {
        chat.close();
    }

    @Test
    void call_failuresThatPass_areRetriedAfterGrowingJitteredPauses() throws IOException {
        chat.fails("one", 500, "{}");
        chat.route(new Fallback(Fallback.USUAL, 3), ChatRoute.ONE);

        assertEquals(503, chat.complete("").status());
        assertEquals(4, chat.attempts().size());
        assertEquals(
                List.of("FIRST", "RETRY", "RETRY", "RETRY"),
                chat.attempts().stream()
                        .map(attempt -> attempt.decision().reason().name())
                        .toList());
        assertEquals(3, chat.rig.pauses.size());
        for (int i = 0; i < 3; i++) {
            Duration bound = Duration.ofMillis(250L << i);
            assertTrue(chat.rig.pauses.get(i).compareTo(bound) <= 0, chat.rig.pauses::toString);
        }
        assertEquals(3, Set.copyOf(chat.rig.pauses).size(), "drawn anew each time");
    }

    @Test
    void call_mayHaveCostMoney_isNotRetriedAtTheSameTarget() throws IOException {
        chat.fails("one", 200, "{\"nope\"");
        chat.route(new Fallback(Fallback.USUAL, 3), ChatRoute.ONE, ChatRoute.TWO);

        assertEquals(200, chat.complete("").status());
        assertEquals(List.of("sim-openai/one", "sim-openai/two"), chat.asked());
    }

    @Test
    void call_retryAfterAndNobodyElse_waitsAsLong() throws IOException {
        chat.fails("one", 429, "{}", "retry-after: 2");
        chat.route(new Fallback(Fallback.USUAL, 1), ChatRoute.ONE);

        assertEquals(429, chat.complete("").status());
        assertEquals(2, chat.attempts().size());
        assertTrue(chat.rig.pauses.getFirst().compareTo(Duration.ofSeconds(2)) >= 0);
    }

    @Test
    void call_retryAfterAndAnotherTarget_goesThereAtOnce() throws IOException {
        chat.fails("one", 429, "{}", "retry-after: 2");
        chat.route(new Fallback(Fallback.USUAL, 1), ChatRoute.ONE, ChatRoute.TWO);

        assertEquals(200, chat.complete("").status());
        assertEquals(List.of(), chat.rig.pauses);
        assertEquals(List.of("sim-openai/one", "sim-openai/two"), chat.asked());
    }

    @Test
    void call_retryThatTheDeadlineLeavesNoTimeFor_isNotStarted() throws IOException {
        chat.fails("one", 429, "{}", "retry-after: 5");
        chat.route(new Fallback(Fallback.USUAL, 1), ChatRoute.ONE);

        Client client = chat.complete(Map.of("x-tollgate-deadline-ms", List.of("5500")));
        assertEquals(429, client.status());
        assertEquals("5", client.header("retry-after"));
        assertEquals(1, chat.attempts().size());
        assertEquals(List.of(), chat.rig.pauses);
    }

    @Test
    void call_deadlineShorterThanTheAnswer_isATimeoutAndNoOtherIsAsked() throws IOException {
        chat.answers("one", (request, wire) -> Fault.SLOW_HEADERS.play(Speech.OPENAI, false, wire));
        chat.route(new Fallback(Fallback.USUAL, 1), ChatRoute.ONE, ChatRoute.TWO);

        Client client = chat.complete(Map.of("x-tollgate-deadline-ms", List.of("300")));
        assertEquals("upstream_timeout", client.code());
        assertEquals(List.of("sim-openai/one"), chat.asked());
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "soon", "1.5", "9999999999"})
    void call_deadlineThatIsNone_is400AndSaysWhat(String deadline) throws IOException {
        chat.route(Fallback.NONE, ChatRoute.ONE);

        Client client = chat.complete(Map.of("x-tollgate-deadline-ms", List.of(deadline)));
        assertEquals(400, client.status());
        assertTrue(client.text().contains("x-tollgate-deadline-ms"), client.text());
        assertEquals(List.of(), chat.rig.upstream.requests());
    }

    @Test
    void call_memberThatTheFirstCannotCarry_goesToTheNext() throws IOException {
        chat.route(Fallback.NONE, CLAUDE, ChatRoute.ONE);

        assertEquals(200, chat.complete(",\"seed\":7").status());
        Decision decision = chat.attempts().getFirst().decision();
        assertEquals(List.of("sim-openai/one"), chat.asked());
        assertEquals(Decision.Reason.FALLBACK, decision.reason());
        assertEquals(
                List.of("sim-anthropic/claude: not_supported_by_target"), decision.passedOver());
        assertTrue(chat.rig.upstream.requests().getFirst().body().contains("\"seed\":7"));
    }

    @Test
    void call_memberThatNoTargetCarries_is400ThatNamesItAndWhoCould() throws IOException {
        chat.route(Fallback.NONE, CLAUDE);

        Client client = chat.complete(",\"seed\":7");
        assertEquals(400, client.status());
        assertTrue(client.text().contains("the field seed"), client.text());
        assertTrue(client.text().contains("These aliases take it: sim.gpt"), client.text());
        assertEquals(List.of(), chat.attempts());
    }

    @Test
    void call_memberThatMayBeDropped_isLeftOutAndOnTheLine() throws IOException {
        chat.answers("claude", (_, wire) -> wire.whole(200, Speech.ANTHROPIC.whole("Hello.")));
        chat.route(Fallback.NONE, Set.of("seed", "user", "temperature"), CLAUDE);

        assertEquals(200, chat.complete(",\"seed\":7,\"temperature\":0.5").status());
        assertEquals(List.of("seed"), chat.attempts().getFirst().decision().dropped());
        String sent = chat.rig.upstream.requests().getFirst().body();
        assertTrue(sent.contains("\"temperature\":0.5"), sent);
        assertTrue(!sent.contains("seed"), sent);
    }

    /// Even one that is refused as it is: its price is another.
    @Test
    void message_betaFlagThatMayBeDropped_isLeftOutForBedrockAlone() throws IOException {
        chat.answers("claude-sim", (_, wire) -> wire.whole(200, Speech.ANTHROPIC.whole("Hello.")));
        Set<String> drop = Set.of("unknown-2026-01-05", "context-1m-2025-08-07");
        var headers = Map.of("anthropic-beta", List.of("known-2025-05-14, unknown-2026-01-05"));
        String body = "{\"model\":\"chat\",\"max_tokens\":8,\"messages\":[]}";

        chat.route(Fallback.NONE, drop, Speech.ANTHROPIC.target("claude-sim"));
        assertEquals(200, chat.rig.send(Rig.messages("", body, headers)).status());
        assertEquals(List.of(), chat.attempts().getFirst().decision().dropped());
        assertEquals("known-2025-05-14,unknown-2026-01-05", sent().headers().get("anthropic-beta"));

        chat.rig.clock.advance(Duration.ofSeconds(1));
        chat.route(Fallback.NONE, drop, Speech.BEDROCK.target("anthropic.claude-sim-v1:0"));
        headers =
                Map.of(
                        "anthropic-beta",
                        List.of("unknown-2026-01-05,known-2025-05-14,context-1m-2025-08-07"));
        chat.rig.send(Rig.messages("", body, headers));
        assertTrue(
                sent().body().contains("\"anthropic_beta\":[\"known-2025-05-14\"]"), sent()::body);
        assertEquals(
                List.of("unknown-2026-01-05", "context-1m-2025-08-07"),
                chat.attempts().getFirst().decision().dropped());
    }

    private ScriptedUpstream.Request sent() {
        return chat.rig.upstream.requests().getLast();
    }

    @Test
    void call_budgetBelowTheFirst_getsTheCheaperOneIfTheRouteSaysSo() throws IOException {
        chat.rig.limits(Fixtures.tenantLimit(Window.DAY, LimitUnit.TOKENS, 300));
        Target dear = new Target("sim-openai", "one", 4096);
        Target cheap = new Target("sim-openai", "two", 16);

        chat.route(new Fallback(Fallback.USUAL, 0), dear, cheap);
        assertEquals(429, chat.complete("").status());
        assertEquals(List.of(), chat.asked());

        chat.route(ChatRoute.on(FailureClass.BUDGET), dear, cheap);
        assertEquals(200, chat.complete("").status());
        assertEquals(List.of("sim-openai/two"), chat.asked());
        assertEquals(
                List.of("sim-openai/one: budget_exhausted"),
                chat.attempts().getFirst().decision().passedOver());
    }

    @Test
    void call_sameConversation_beginsWithTheSameTargetTurnByTurn() throws IOException {
        chat.rig.route(
                "chat",
                new Route(
                        List.of(
                                new Choice(ChatRoute.ONE, 1, Condition.ANY),
                                new Choice(ChatRoute.TWO, 1, Condition.ANY)),
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
        chat.rig.clock.advance(Duration.ofSeconds(1));
        assertEquals(200, chat.rig.complete(body).status());
        return chat.asked().getLast();
    }
}
