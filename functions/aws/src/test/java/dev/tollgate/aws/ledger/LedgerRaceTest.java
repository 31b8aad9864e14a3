package dev.tollgate.aws.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.core.call.Attempt;
import dev.tollgate.core.call.CallLine;
import dev.tollgate.core.call.Outcome;
import dev.tollgate.core.ledger.Limit;
import dev.tollgate.core.ledger.LimitState;
import dev.tollgate.core.ledger.LimitUnit;
import dev.tollgate.core.ledger.QuotaLedger;
import dev.tollgate.core.ledger.Window;
import dev.tollgate.testkit.Fixtures;
import dev.tollgate.testkit.Seeded;
import dev.tollgate.testkit.SequentialIds;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Four processes with 64 callers each on the books of one tenant.
@NullMarked
@Timeout(400)
class LedgerRaceTest {
    /// Money is what the race is for; the requests are counted beside it.
    static final Limit[] LIMITS = {
        Fixtures.tenantLimit(Window.DAY, LimitUnit.MONEY, LedgerRacer.BUDGET),
        Fixtures.tenantLimit(Window.DAY, LimitUnit.REQUESTS, 1_000_000),
        Fixtures.keyLimit(Window.MONTH, LimitUnit.TOKENS, 1_000_000_000)
    };

    private static final int PROCESSES = 4;

    private LocalStore store;
    private QuotaLedger ledger;

    @BeforeEach
    void start() throws IOException {
        store = LocalStore.start();
        ledger = new DynamoQuotaLedger(store.table(), new SequentialIds(), Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        store.close();
    }

    @Test
    void race_forTheLastCent_isNeverOverAndSpendsItAll() throws Exception {
        Seeded random = Seeded.of("race_forTheLastCent");
        List<Process> racers = racers(random);

        while (racers.stream().anyMatch(Process::isAlive)) {
            assertNeverOver(Fixtures.NOW);
            Thread.sleep(Duration.ofMillis(100));
        }

        for (Process racer : racers) {
            assertEquals(0, racer.exitValue(), "a racer failed: target/racer.log");
        }
        LimitState money = assertNeverOver(Fixtures.NOW).getFirst();
        assertEquals(LedgerRacer.BUDGET, money.settled());
        assertBalanced(Fixtures.NOW);
    }

    @Test
    void race_oneProcessKilledInMidCall_balancesWhenTheLeasesAreOver() throws Exception {
        Seeded random = Seeded.of("race_oneProcessKilled");
        List<Process> racers = racers(random);
        Process victim = racers.getFirst();

        awaitHolds(victim, random.intBetween(4, 40));
        victim.destroyForcibly().waitFor();
        racers.stream().skip(1).forEach(Process::destroyForcibly);
        for (Process racer : racers) {
            racer.waitFor();
        }

        Instant after = Fixtures.NOW.plus(Fixtures.LEASE);
        assertNeverOver(after);
        assertBalanced(after);
        assertTrue(
                attempts().stream().anyMatch(attempt -> attempt.outcome() == Outcome.EXPIRED),
                "nothing was in flight: the test showed nothing");
    }

    private List<LimitState> assertNeverOver(Instant at) {
        List<LimitState> states =
                ledger.books(Fixtures.ACME, List.of(LIMITS), Fixtures.ZONE, at).limits();
        LimitState money = states.getFirst();
        assertTrue(money.settled() + money.held() <= LedgerRacer.BUDGET, () -> "over: " + money);
        return states;
    }

    /// Nothing is held, and every counter says what the lines say.
    private void assertBalanced(Instant at) {
        var books = ledger.books(Fixtures.ACME, List.of(LIMITS), Fixtures.ZONE, at);
        assertEquals(List.of(), books.holds());
        List<Attempt> attempts = attempts();
        assertEquals(
                List.of(
                        attempts.stream().mapToLong(attempt -> attempt.cost().nanos()).sum(),
                        (long) attempts.size(),
                        attempts.stream().mapToLong(attempt -> attempt.usage().tokens()).sum()),
                books.limits().stream().map(LimitState::settled).toList());
        assertTrue(attempts.stream().noneMatch(Attempt::boundExceeded));
    }

    private List<Attempt> attempts() {
        return ledger.lines(Fixtures.ACME, 1_000_000).stream()
                .map(CallLine::attempts)
                .flatMap(List::stream)
                .toList();
    }

    private List<Process> racers(Seeded random) {
        return IntStream.range(0, PROCESSES)
                .mapToObj(number -> spawn("p" + number, random.between(0, Long.MAX_VALUE / 2)))
                .toList();
    }

    private Process spawn(String name, long seed) {
        String classpath =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        try {
            return new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-Xmx256m",
                            "-cp",
                            classpath,
                            LedgerRacer.class.getName(),
                            store.process().endpoint().toString(),
                            Long.toString(seed),
                            name)
                    .redirectError(
                            ProcessBuilder.Redirect.appendTo(
                                    Path.of("target", "racer.log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException("a racer did not start", e);
        }
    }

    private static void awaitHolds(Process racer, int holds) throws IOException {
        BufferedReader reader = racer.inputReader(StandardCharsets.UTF_8);
        for (int held = 0; held < holds; held++) {
            assertEquals("held", reader.readLine());
        }
    }
}
