package dev.tollgate.llmproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Every kind of provider behind every dialect, buffered and streamed, against every fault: alone,
/// and with a target that answers behind it. Status, error, attempts and the call's line.
///
/// No case depends on how quick the machine is. What must come has a minute; what never comes is
/// waited for as long as [#MOMENT], because the call's clock has been set forward by the rest.
final class FaultMatrixTest {
    private static final int AT_ONCE = 16;
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration MOMENT = Duration.ofMillis(100);
    private static final String FIRST = "first-model";
    private static final String SECOND = "second-model";
    private static final int MEGABYTE = 1024 * 1024;
    private static final int MEGABYTES = 20;

    private final Unreachable unreachable = new Unreachable();

    @AfterEach
    void close() throws IOException {
        unreachable.close();
    }

    private record Case(Speech speech, Asking asking, Fault fault, boolean streamed) {
        /// Its content has left before the fault: nobody can take over.
        boolean late() {
            return streamed && fault.afterContent();
        }

        Patience patience() {
            return new Patience(LONG, LONG, fault == Fault.STALL ? MOMENT : LONG);
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
                    try (var rig = rig(one)) {
                        Target first = first(rig, one);
                        rig.route("chat", route(one, List.of(Choice.of(first)), Fallback.NONE));
                        Client client = one.asking().ask(rig, one.streamed());
                        if (one.late()) {
                            one.asking().requireErrorAtTheEnd(one.fault(), client);
                        } else {
                            one.asking().requireError(one.fault(), client);
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
                    try (var rig = rig(one)) {
                        List<Choice> choices =
                                List.of(
                                        Choice.of(first(rig, one)),
                                        Choice.of(behind(one).target(SECOND)));
                        rig.route("chat", route(one, choices, new Fallback(Fallback.USUAL, 0)));
                        Client client = one.asking().ask(rig, one.streamed());
                        requireFirst(one, attempts(rig, one.late() ? 1 : 2).getFirst());
                        if (one.late()) {
                            one.asking().requireErrorAtTheEnd(one.fault(), client);
                        } else {
                            requireSecond(one, client, attempts(rig, 2).getLast());
                        }
                    }
                    return one;
                });
    }

    /// A stream whose reader has gone is read on for its count.
    @Test
    void stream_clientGone_isChargedByTheUpstreamsCount() {
        for (Speech speech : Speech.values()) {
            for (Asking asking : Asking.values()) {
                String what = speech + " " + asking;
                List<String> pieces = List.of("Hel", "lo.");
                try (var rig = new Rig((_, wire) -> Fault.answer(speech, true, pieces, wire))) {
                    rig.route("chat", Route.to(speech.target(FIRST)));
                    assertThrows(
                            IOException.class,
                            () -> asking.ask(rig, true, new Client(Client::leave)),
                            what);
                    Attempt attempt = attempts(rig, 1).getFirst();
                    assertEquals(Outcome.CLIENT_GONE, attempt.outcome(), what);
                    assertFalse(attempt.usage().estimated(), what);
                    assertEquals(9 + 2 * 2, attempt.cost().nanos(), what);
                }
            }
        }
    }

    /// Whole, or as a stream in pieces. One after another: each is held in memory as a whole.
    @Test
    void call_answerOf20Megabytes_arrivesWhole() throws Exception {
        String piece = "x".repeat(MEGABYTE);
        for (Speech speech : Speech.values()) {
            for (Asking asking : Asking.values()) {
                for (boolean streamed : new boolean[] {true, false}) {
                    String what = speech + " " + asking + " " + streamed;
                    List<String> pieces =
                            streamed
                                    ? Collections.nCopies(MEGABYTES, piece)
                                    : List.of(piece.repeat(MEGABYTES));
                    try (var rig =
                            new Rig((_, wire) -> Fault.answer(speech, streamed, pieces, wire))) {
                        rig.route("chat", Route.to(speech.target(FIRST)));
                        Client client = asking.ask(rig, streamed);
                        assertEquals(200, client.status(), what);
                        int letters = count(client.bytes());
                        assertTrue(letters >= MEGABYTES * MEGABYTE, what + letters);
                        assertEquals(Outcome.COMPLETED, attempts(rig, 1).getFirst().outcome());
                    }
                }
            }
        }
    }

    private static int count(byte[] bytes) {
        int count = 0;
        for (byte b : bytes) {
            count += b == 'x' ? 1 : 0;
        }
        return count;
    }

    private static Route route(Case one, List<Choice> choices, Fallback fallback) {
        return new Route(choices, fallback, one.patience(), false, Set.of());
    }

    private static Rig rig(Case one) {
        var rig = new Rig((_, wire) -> wire.whole(500, "{}"));
        rig.remaining(LONG.multipliedBy(10));
        if (one.fault() == Fault.SLOW_HEADERS) {
            rig.whileFetching(() -> pass(rig, one));
        }
        rig.upstream.script((request, wire) -> {
            if ((request.path() + request.body()).contains(SECOND)) {
                Fault.answer(behind(one), one.streamed(), "Second.", wire);
            } else {
                pass(rig, one);
                one.fault().play(one.speech(), one.streamed(), wire);
            }
        });
        return rig;
    }

    /// Lets all but a moment pass of the time that a case's first target has before its content.
    private static void pass(Rig rig, Case one) {
        if (one.fault().waits() && !one.late() && rig.clock.instant().equals(Fixtures.NOW)) {
            rig.clock.advance(LONG.minus(MOMENT));
        }
    }

    /// Of another kind.
    private static Speech behind(Case one) {
        return one.speech() == Speech.GEMINI ? Speech.OPENAI : Speech.GEMINI;
    }

    private Target first(Rig rig, Case one) {
        if (!one.fault().unreachable()) {
            return one.speech().target(FIRST);
        }
        rig.elsewhere(
                one.speech().kind(),
                one.fault() == Fault.TLS_ERROR ? unreachable.notSecured() : Unreachable.nobody());
        return new Target("elsewhere", FIRST, 256);
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

    private static void requireSecond(Case one, Client client, Attempt attempt) {
        assertEquals(200, client.status(), client::text);
        assertEquals(Outcome.COMPLETED, attempt.outcome(), "second");
        assertEquals(behind(one).target(SECOND).priced(), attempt.target());
        assertEquals(9 + 2 * 2, attempt.cost().nanos(), "cost of the second");
        assertTrue(client.text().contains("Second."), client::text);
        assertFalse(client.text().contains("Fir"), client::text);
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
}
