package dev.tollgate.llmproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.core.call.Attempt;
import dev.tollgate.core.call.CallLine;
import dev.tollgate.core.call.Outcome;
import dev.tollgate.core.config.Choice;
import dev.tollgate.core.config.Fallback;
import dev.tollgate.core.config.Patience;
import dev.tollgate.core.config.Route;
import dev.tollgate.core.config.Target;
import dev.tollgate.testkit.Fixtures;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// Every kind of provider behind two dialects, buffered and streamed, against every fault: alone,
/// and with a target that answers behind it. Status, error, attempts and the call's line.
final class FaultMatrixTest {
    private static final int AT_ONCE = 48;
    private static final Duration WAIT = Duration.ofSeconds(3);
    private static final Patience PATIENCE = new Patience(WAIT, WAIT, WAIT);
    private static final String SECOND = "second-model";
    private static final int MEGABYTES = 20;

    /// The client's side.
    private enum Asking {
        BEDROCK,
        OPENAI;

        /// Of the error with the stable code.
        int status(String code) {
            return switch (code) {
                case "upstream_failed" -> 503;
                case "upstream_throttled" -> 429;
                case "upstream_timeout" -> this == BEDROCK ? 408 : 424;
                default -> 424;
            };
        }

        Client ask(Rig rig, boolean streamed) throws IOException {
            return switch (this) {
                case BEDROCK ->
                        rig.call("chat", streamed ? "converse-stream" : "converse", Rig.SAY_HELLO);
                case OPENAI ->
                        rig.complete(
                                "{\"model\":\"chat\",\"stream\":"
                                        + streamed
                                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
            };
        }

        /// Whether a stream ends with the dialect's word for an error.
        boolean endsWithAnError(Client client) {
            return switch (this) {
                case BEDROCK -> client.frames().getLast().startsWith("!modelStreamErrorException");
                case OPENAI -> client.text().contains("\"error\":{");
            };
        }
    }

    private record Case(Speech speech, Asking asking, Fault fault, boolean streamed) {
        /// Its content has left before the fault: nobody can take over.
        boolean late() {
            return streamed && fault.afterContent();
        }
    }

    private static List<Case> cases() {
        var cases = new ArrayList<Case>();
        for (Speech speech : Speech.values()) {
            for (Asking asking : Asking.values()) {
                for (Fault fault : Fault.values()) {
                    cases.add(new Case(speech, asking, fault, true));
                    cases.add(new Case(speech, asking, fault, false));
                }
            }
        }
        return cases;
    }

    @Test
    void call_anyFaultOfTheOnlyTarget_hasItsErrorAndItsLine() throws Exception {
        everyCase(one ->
                () -> {
                    try (var hang = new Dead();
                            var rig = rig(one)) {
                        Target first = first(rig, one, hang);
                        rig.route("chat", route(List.of(Choice.of(first)), Fallback.NONE));
                        Client client = one.asking().ask(rig, one.streamed());
                        if (one.late()) {
                            assertEquals(200, client.status(), "status");
                            assertTrue(one.asking().endsWithAnError(client), client.text());
                        } else {
                            assertEquals(
                                    one.asking().status(one.fault().code()),
                                    client.status(),
                                    "status");
                        }
                        requireFirst(one, attempts(rig, 1).getFirst());
                    }
                    return one;
                });
    }

    @Test
    void call_anyFaultBeforeTheFirstContent_isAnsweredByTheNextTarget() throws Exception {
        everyCase(one ->
                () -> {
                    try (var hang = new Dead();
                            var rig = rig(one)) {
                        Target first = first(rig, one, hang);
                        Target second = Speech.OPENAI.target(SECOND);
                        rig.route(
                                "chat",
                                route(
                                        List.of(Choice.of(first), Choice.of(second)),
                                        new Fallback(Fallback.USUAL, 0)));
                        Client client = one.asking().ask(rig, one.streamed());
                        assertEquals(200, client.status(), "status");
                        requireFirst(one, attempts(rig, one.late() ? 1 : 2).getFirst());
                        if (one.late()) {
                            assertTrue(one.asking().endsWithAnError(client), client.text());
                        } else {
                            Attempt last = attempts(rig, 2).getLast();
                            assertEquals(Outcome.COMPLETED, last.outcome(), "second");
                            assertEquals("sim-openai/" + SECOND, last.target());
                            assertEquals(9 + 2 * 2, last.cost().nanos(), "cost of the second");
                            assertTrue(client.text().contains("Second."), client.text());
                            assertTrue(!client.text().contains("Fir"), client.text());
                        }
                    }
                    return one;
                });
    }

    /// One after another: each is held in memory as a whole.
    @Test
    void call_answerOf20Megabytes_passesWholeOrGoesToTheNextTarget() throws Exception {
        String long20 = "x".repeat(MEGABYTES * 1024 * 1024);
        for (Speech speech : Speech.values()) {
            for (boolean streamed : new boolean[] {true, false}) {
                try (var rig =
                        new Rig((request, wire) ->
                                Fault.answer(
                                        isSecond(request) ? Speech.OPENAI : speech,
                                        streamed,
                                        isSecond(request) ? "Second." : long20,
                                        wire))) {
                    rig.route(
                            "chat",
                            route(
                                    List.of(
                                            Choice.of(speech.target("first-model")),
                                            Choice.of(Speech.OPENAI.target(SECOND))),
                                    new Fallback(Fallback.USUAL, 0)));
                    Client client = Asking.OPENAI.ask(rig, streamed);
                    assertEquals(200, client.status());
                    boolean whole = client.text().contains(long20);
                    assertTrue(whole || client.text().contains("Second."), speech + " " + streamed);
                    attempts(rig, whole ? 1 : 2);
                }
            }
        }
    }

    private static Route route(List<Choice> choices, Fallback fallback) {
        return new Route(choices, fallback, PATIENCE, false, Set.of());
    }

    private static Rig rig(Case one) {
        return new Rig((request, wire) -> {
            if (isSecond(request)) {
                Fault.answer(Speech.OPENAI, one.streamed(), "Second.", wire);
            } else {
                one.fault().play(one.speech(), one.streamed(), wire);
            }
        });
    }

    private static boolean isSecond(ScriptedUpstream.Request request) {
        return request.body().contains(SECOND);
    }

    private static Target first(Rig rig, Case one, Dead dead) {
        if (!one.fault().unreachable()) {
            return one.speech().target("first-model");
        }
        rig.elsewhere(
                one.speech().kind(), one.fault() == Fault.TLS_ERROR ? dead.tls() : dead.nobody());
        return new Target("elsewhere", "first-model", 256);
    }

    private static List<Attempt> attempts(Rig rig, int count) {
        List<CallLine> lines = rig.books.lines(Fixtures.ACME, 10);
        assertEquals(1, lines.size(), "lines");
        List<Attempt> attempts = lines.getFirst().attempts();
        assertEquals(count, attempts.size(), () -> "attempts " + attempts);
        var books = rig.books.books(Fixtures.ACME, List.of(), Fixtures.ZONE, Fixtures.NOW);
        assertEquals(List.of(), books.holds(), "holds");
        return attempts;
    }

    private static void requireFirst(Case one, Attempt attempt) {
        assertEquals(
                one.fault().free() ? Outcome.FAILED : Outcome.CUT, attempt.outcome(), "outcome");
        assertEquals(one.fault().free(), attempt.cost().nanos() == 0, "free");
        assertEquals(one.fault().code(), attempt.decision().failure().split(" ", 2)[0], "failure");
    }

    /// Runs all cases, many at once, since some wait; says of every failure which case it was.
    private static void everyCase(Function<Case, Callable<Case>> run) throws Exception {
        var problems = new ArrayList<String>();
        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            var running = new LinkedHashMap<Case, Future<Case>>();
            cases().forEach(one -> running.put(one, threads.submit(run.apply(one))));
            running.forEach((one, result) -> {
                try {
                    var _ = result.get();
                } catch (Exception e) {
                    problems.add(one + ": " + e.getCause());
                }
            });
        }
        assertEquals(List.of(), problems);
    }

    /// Addresses on loopback that no request reaches.
    private static final class Dead implements AutoCloseable {
        private final ServerSocket hangsUp;

        Dead() throws IOException {
            hangsUp = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            var _ = Thread.startVirtualThread(this::hangUp);
        }

        /// Where a connection ends before its TLS has begun.
        URI tls() {
            return URI.create("https://127.0.0.1:" + hangsUp.getLocalPort());
        }

        /// Where nobody listens: no port that was free a moment ago, which another case's server
        /// gets.
        URI nobody() {
            return URI.create("http://127.0.0.1:1");
        }

        private void hangUp() {
            try {
                while (true) {
                    hangsUp.accept().close();
                }
            } catch (IOException _) {
                // Closed with the test.
            }
        }

        @Override
        public void close() throws IOException {
            hangsUp.close();
        }
    }
}
