package dev.tollgate.localstack.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.core.call.Attempt;
import dev.tollgate.core.call.CallId;
import dev.tollgate.core.call.CallLine;
import dev.tollgate.core.call.Outcome;
import dev.tollgate.core.ledger.LimitScope;
import dev.tollgate.core.ledger.LimitState;
import dev.tollgate.core.ledger.LimitUnit;
import dev.tollgate.core.ledger.Window;
import dev.tollgate.localstack.stack.Caller.Call;
import dev.tollgate.localstack.stack.Caller.Ending;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What must hold of a tenant's books when nothing runs any more.
public record Books(LedgerReport report) {
    private static final int MOST_LINES = 1000;

    /// Nothing is held, each limit has taken what its lines say, and each call made is one line
    /// that has what its callers got.
    public void assertBalanced(Map<Call, List<Ending>> endings) {
        assertEquals(List.of(), report.books().holds(), tenant());
        assertTrue(report.lines().size() < MOST_LINES, tenant() + ": more lines than are read");
        assertLimits();
        Map<CallId, CallLine> lines =
                report.lines().stream()
                        // Throws when a call has two.
                        .collect(Collectors.toMap(CallLine::call, Function.identity()));
        endings.forEach((call, ended) -> {
            if (call.tenant().equals(report.tenant().tenant().value())) {
                CallLine line = lines.get(new CallId(call.id()));
                assertBooked(call, ended, line == null ? List.of() : line.attempts());
            }
        });
    }

    private void assertLimits() {
        Map<String, Long> counters = new TreeMap<>();
        Map<String, Long> booked = new TreeMap<>();
        for (LimitState state : report.books().limits()) {
            String limit = tenant() + ": " + state.limit().describe();
            assertTrue(state.settled() + state.held() <= state.limit().amount(), limit);
            counters.put(limit, state.settled());
            booked.put(limit, booked(state));
        }
        assertEquals(booked, counters);
    }

    /// No attempt that nobody made, none that is free.
    private static void assertBooked(Call call, List<Ending> ended, List<Attempt> attempts) {
        String what = call + ": " + ended + " " + attempts;
        assertTrue(attempts.size() <= ended.size(), what);
        assertTrue(attempts.isEmpty() || call.midway() != Caller.Midway.UNCHECKED, what);
        assertTrue(attempts.stream().noneMatch(Attempt::boundExceeded), what);
        long complete = ended.stream().filter(new Ending.Complete()::equals).count();
        long paid =
                attempts.stream()
                        .filter(attempt ->
                                attempt.outcome() == Outcome.COMPLETED
                                        || attempt.outcome() == Outcome.EXPIRED)
                        .filter(attempt -> attempt.cost().nanos() > 0)
                        .count();
        assertTrue(complete <= paid, what);
    }

    /// What the lines under the limit say of its current period.
    private long booked(LimitState state) {
        Window window = state.limit().window();
        return report.lines().stream()
                .filter(line ->
                        switch (state.limit().scope()) {
                            case LimitScope.WholeTenant() -> true;
                            case LimitScope.OneKey(var key) -> key.equals(line.key());
                        })
                .flatMap(line -> line.attempts().stream())
                .filter(attempt ->
                        window.at(attempt.startedAt(), report.tenant().zone())
                                .end()
                                .equals(state.periodEnd()))
                .mapToLong(attempt -> amount(attempt, state.limit().unit()))
                .sum();
    }

    private static long amount(Attempt attempt, LimitUnit unit) {
        return switch (unit) {
            case REQUESTS -> 1;
            case TOKENS -> attempt.usage().tokens();
            case MONEY -> attempt.cost().nanos();
        };
    }

    private String tenant() {
        return report.tenant().name();
    }
}
