package dev.tollgate.llmproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.core.call.Attempt;
import dev.tollgate.core.call.CallLine;
import dev.tollgate.core.config.Choice;
import dev.tollgate.core.config.Condition;
import dev.tollgate.core.config.Fallback;
import dev.tollgate.core.config.Patience;
import dev.tollgate.core.config.Route;
import dev.tollgate.core.ledger.Limit;
import dev.tollgate.core.ledger.LimitUnit;
import dev.tollgate.core.ledger.Window;
import dev.tollgate.testkit.Fixtures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Many callers at once of every dialect over targets of every kind that fail at random: what
/// stands on the lines is what the books say was spent, and nothing stays held.
final class FailoverProperties {
    private static final int CALLERS = 200;
    private static final List<Asking> CLIENTS = List.of(Asking.values());
    private static final Duration HOUR = Duration.ofHours(1);

    /// Without those that only wait.
    private static final List<Fault> FAULTS =
            Stream.of(Fault.values())
                    .filter(fault -> !fault.unreachable() && !fault.waits())
                    .toList();

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    @Test
    void call_twoHundredCallersAndRandomFaults_booksBalanceToNothing() throws Exception {
        System.out.println("seed " + seed);
        Limit money = Fixtures.tenantLimit(Window.DAY, LimitUnit.MONEY, 10_000_000);
        Limit requests = Fixtures.tenantLimit(Window.DAY, LimitUnit.REQUESTS, 10_000);
        Limit tokens = Fixtures.tenantLimit(Window.DAY, LimitUnit.TOKENS, 10_000_000);
        try (var rig = new Rig(this::answer)) {
            rig.remaining(HOUR);
            rig.limits(money, requests, tokens);
            rig.route("chat", route());
            callAtOnce(rig);

            List<CallLine> lines = rig.books.lines(Fixtures.ACME, 1000);
            List<Attempt> attempts =
                    lines.stream().flatMap(line -> line.attempts().stream()).toList();
            var books =
                    rig.books.books(
                            Fixtures.ACME,
                            List.of(money, requests, tokens),
                            Fixtures.ZONE,
                            Fixtures.NOW);
            assertEquals(CALLERS, lines.size(), this::context);
            assertEquals(List.of(), books.holds(), this::context);
            assertEquals(
                    attempts.stream().mapToLong(attempt -> attempt.cost().nanos()).sum(),
                    books.limits().get(0).settled(),
                    this::context);
            assertEquals(attempts.size(), books.limits().get(1).settled(), this::context);
            assertEquals(
                    attempts.stream().mapToLong(attempt -> attempt.usage().tokens()).sum(),
                    books.limits().get(2).settled(),
                    this::context);
            assertFalse(attempts.stream().anyMatch(Attempt::boundExceeded), this::context);
            assertTrue(attempts.size() > CALLERS, this::context);
        }
    }

    private String context() {
        return "seed " + seed;
    }

    private void callAtOnce(Rig rig) throws Exception {
        var answers = new ArrayList<Future<Client>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CALLERS; i++) {
                Asking asking = CLIENTS.get(i % CLIENTS.size());
                boolean streamed = i % 2 == 0;
                answers.add(threads.submit(() -> asking.ask(rig, streamed)));
            }
        }
        for (Future<Client> answer : answers) {
            int status = answer.get().status();
            assertTrue(Set.of(200, 424, 429, 503, 529).contains(status), () -> status + context());
        }
    }

    private void answer(ScriptedUpstream.Request request, ScriptedUpstream.Wire wire)
            throws Exception {
        boolean streamed = Speech.streamed(request);
        Speech speech = Speech.of(request);
        int drawn = draw(FAULTS.size() * 2);
        if (drawn < FAULTS.size()) {
            FAULTS.get(drawn).play(speech, streamed, wire);
        } else {
            Fault.answer(speech, streamed, "Hello.", wire);
        }
    }

    private synchronized int draw(int bound) {
        return random.nextInt(bound);
    }

    private static Route route() {
        return new Route(
                List.of(
                        new Choice(Speech.OPENAI.target("gpt"), 2, Condition.ANY),
                        new Choice(Speech.GEMINI.target("gemini"), 2, Condition.ANY),
                        new Choice(Speech.ANTHROPIC.target("claude"), 1, Condition.ANY),
                        new Choice(Speech.AZURE.target("gpt"), 1, Condition.ANY),
                        new Choice(Speech.BEDROCK.target("amazon.nova-v1:0"), 0, Condition.ANY)),
                new Fallback(Fallback.USUAL, 1),
                Patience.UNBOUNDED,
                false,
                Set.of());
    }
}
