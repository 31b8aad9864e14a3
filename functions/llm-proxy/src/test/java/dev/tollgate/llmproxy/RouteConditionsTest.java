package dev.tollgate.llmproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import dev.tollgate.core.ledger.Limit;
import dev.tollgate.core.ledger.LimitUnit;
import dev.tollgate.core.ledger.Window;
import dev.tollgate.core.principal.Principal;
import dev.tollgate.core.principal.Scope;
import dev.tollgate.testkit.Fixtures;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Which targets a route has for which calls: by size, by claims, by what budgets are left with.
final class RouteConditionsTest {
    private static final int CALLERS = 200;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Target ONE = Speech.OPENAI.target("one");
    private static final Target TWO = Speech.OPENAI.target("two");
    private static final Target DEAR = new Target("sim-openai", "dear", 256);
    private static final Target CHEAP = new Target("sim-openai", "cheap", 16);
    private static final String HELLO =
            "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]%s}";

    /// What the dear model takes of a call: 90 + 2 x 200 nano-dollars.
    private static final int DEAR_COST = 490;

    private final Rig rig = new Rig(RouteConditionsTest::answer);

    @AfterEach
    void close() {
        rig.close();
    }

    private static void answer(ScriptedUpstream.Request request, ScriptedUpstream.Wire wire)
            throws Exception {
        int output = request.body().contains("dear") ? 200 : 10;
        wire.whole(
                200,
                "{\"choices\":[{\"message\":{\"content\":\"Hello.\"}}],"
                        + "\"usage\":{\"prompt_tokens\":90,\"completion_tokens\":"
                        + output
                        + "}}");
    }

    private void route(Choice... choices) {
        route(Fallback.NONE, choices);
    }

    private void route(Fallback fallback, Choice... choices) {
        rig.route(
                "chat", new Route(List.of(choices), fallback, Patience.UNBOUNDED, false, Set.of()));
    }

    private static Choice when(Target target, Condition condition) {
        return new Choice(target, 0, condition);
    }

    private static Choice leaving(int percent, Target target) {
        return when(target, new Condition(0, Condition.ANY_SIZE, Map.of(), percent));
    }

    private Client as(Map<String, Set<String>> claims) throws IOException {
        rig.clock.advance(Duration.ofSeconds(1));
        var caller = new Principal(Fixtures.ACME, Fixtures.ALICE, null, Scope.everything(), claims);
        return rig.send(Rig.completion(caller, HELLO.formatted(""), Map.of()));
    }

    private Client complete(String more) throws IOException {
        rig.clock.advance(Duration.ofSeconds(1));
        return rig.complete(HELLO.formatted(more));
    }

    private Attempt attempt() {
        return rig.books.lines(Fixtures.ACME, 1).getFirst().attempts().getFirst();
    }

    @Test
    void call_sizeDecides_andWhatFitsNowhereIs400() throws IOException {
        route(when(ONE, Condition.ofBytes(0, 200)), when(TWO, Condition.ofBytes(201, 1000)));

        complete("");
        assertEquals("sim-openai/one", attempt().target());
        assertEquals(List.of(), attempt().decision().passedOver());
        complete(",\"user\":\"" + "x".repeat(300) + "\"");
        assertEquals("sim-openai/two", attempt().target());
        assertEquals(List.of("sim-openai/one: when.inputBytes"), attempt().decision().passedOver());
        Client client = complete(",\"user\":\"" + "x".repeat(1000) + "\"");
        assertEquals(400, client.status());
        assertTrue(
                client.text()
                        .contains(
                                "sim-openai/one: when.inputBytes, sim-openai/two: when.inputBytes"),
                client.text());
    }

    @Test
    void call_claimsDecide_andTheLineSaysWhoWasPassedOver() throws IOException {
        var gold =
                new Condition(0, Condition.ANY_SIZE, Map.of("plan", Set.of("gold", "platinum")), 0);
        route(when(ONE, gold), Choice.of(TWO));

        as(Map.of("plan", Set.of("platinum"), "team", Set.of("a")));
        assertEquals("sim-openai/one", attempt().target());
        for (Map<String, Set<String>> others :
                List.<Map<String, Set<String>>>of(
                        Map.of(), Map.of("plan", Set.of("free")), Map.of("team", Set.of("gold")))) {
            as(others);
            assertEquals("sim-openai/two", attempt().target());
            assertEquals(Decision.Reason.FIRST, attempt().decision().reason());
            assertEquals(
                    List.of("sim-openai/one: when.claims.plan"), attempt().decision().passedOver());
        }
    }

    @Test
    void call_claimsThatNoTargetIsFor_is400AndAsksNobody() throws IOException {
        route(when(ONE, new Condition(0, 9999, Map.of("plan", Set.of("gold")), 0)));

        Client client = as(Map.of("plan", Set.of("free")));
        assertEquals(400, client.status());
        assertTrue(client.text().contains("sim-openai/one: when.claims.plan"), client.text());
        assertEquals(List.of(), rig.upstream.requests());
    }

    @Test
    void call_wouldLeaveTooLittleOfABudget_getsTheNextTargetWithoutARefusal() throws IOException {
        rig.limits(
                Fixtures.tenantLimit(Window.SECOND, LimitUnit.REQUESTS, 5),
                Fixtures.tenantLimit(Window.DAY, LimitUnit.MONEY, 2 * DEAR_COST + 400));
        route(leaving(50, DEAR), Choice.of(CHEAP));

        complete("");
        assertEquals("sim-openai/dear", attempt().target());
        complete("");
        assertEquals("sim-openai/cheap", attempt().target());
        assertEquals(Decision.Reason.FIRST, attempt().decision().reason());
        assertEquals(
                List.of("sim-openai/dear: when.budgetLeft"), attempt().decision().passedOver());
    }

    @Test
    void call_onlyTargetLeavesTooLittle_isRefusedAndSaysOfWhat() throws IOException {
        rig.limits(Fixtures.tenantLimit(Window.DAY, LimitUnit.MONEY, 1000));
        route(leaving(90, DEAR));

        Client client = complete("");
        assertEquals(429, client.status());
        assertEquals("insufficient_quota", client.code());
        assertTrue(
                client.text().contains("leave 90% of $0.000001000 per day for tenant: $0"),
                client.text());
    }

    @Test
    void call_rateIsUsedUp_isRefusedAndNoConditionOnTheBudget() throws IOException {
        rig.limits(
                Fixtures.tenantLimit(Window.DAY, LimitUnit.MONEY, 1_000_000),
                Fixtures.tenantLimit(Window.HOUR, LimitUnit.REQUESTS, 1));
        route(leaving(50, DEAR), Choice.of(CHEAP));

        assertEquals(200, complete("").status());
        assertEquals("sim-openai/dear", attempt().target());
        assertEquals(429, complete("").status());
    }

    /// At the edge: the dear model may have half of the budget, and all who come later are answered
    /// by the cheap one, whoever comes first.
    @Test
    void call_twoHundredAtTheEdgeOfABudget_areAllAnsweredWithinIt() throws Exception {
        Limit budget = Fixtures.tenantLimit(Window.DAY, LimitUnit.MONEY, 90_000);
        rig.remaining(HOUR);
        rig.limits(budget);
        // A busy machine may be slow to connect.
        var again = new Fallback(Set.of(FailureClass.CONNECT), 3);
        route(again, leaving(50, DEAR), Choice.of(CHEAP));
        assertTrue(CALLERS * DEAR_COST > budget.amount(), "not all could have the dear one");

        var answers = new ArrayList<Future<Client>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CALLERS; i++) {
                answers.add(threads.submit(() -> rig.complete(HELLO.formatted(""))));
            }
        }
        for (Future<Client> answer : answers) {
            assertEquals(200, answer.get().status(), answer.get()::text);
        }
        var books = rig.books.books(Fixtures.ACME, List.of(budget), Fixtures.ZONE, Fixtures.NOW);
        assertEquals(List.of(), books.holds());
        assertTrue(books.limits().getFirst().settled() <= budget.amount());
        Map<String, Long> spent = spent();
        assertEquals(Set.of("sim-openai/dear", "sim-openai/cheap"), spent.keySet());
        assertTrue(
                spent.getOrDefault("sim-openai/dear", 0L) <= budget.amount() / 2, spent::toString);
        assertFalse(attempts().anyMatch(Attempt::boundExceeded));
    }

    private Stream<Attempt> attempts() {
        return rig.books.lines(Fixtures.ACME, 1000).stream()
                .map(CallLine::attempts)
                .flatMap(List::stream);
    }

    private Map<String, Long> spent() {
        return attempts()
                .collect(
                        Collectors.groupingBy(
                                Attempt::target,
                                Collectors.summingLong(attempt -> attempt.cost().nanos())));
    }
}
