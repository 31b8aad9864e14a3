package dev.tollgate.localstack.stack;

import dev.tollgate.contract.errors.ErrorCase;
import dev.tollgate.contract.errors.ErrorCase.Preparation;
import dev.tollgate.contract.errors.PrepareCalls;
import dev.tollgate.core.call.Attempt;
import dev.tollgate.core.call.CallId;
import dev.tollgate.core.call.CallLine;
import dev.tollgate.core.config.TenantConfig;
import dev.tollgate.core.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A tenant's books before a case, to see what the case put into them.
///
/// @param attempts so far, by call
record CaseBooks(LocalStack stack, TenantConfig tenant, Map<CallId, Integer> attempts) {
    private static final int MOST_LINES = 1000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_LEASE = Duration.ofMinutes(16);

    static CaseBooks of(LocalStack stack, String tenant) {
        var config = stack.stores().config().tenant(new TenantId(tenant)).orElseThrow();
        var books = new CaseBooks(stack, config, new HashMap<>());
        for (CallLine line : books.read(Instant.now()).lines()) {
            books.attempts.put(line.call(), line.attempts().size());
        }
        return books;
    }

    /// @param sent how often the client sent the case's call
    /// @return what is wrong; empty when nothing is
    List<String> problems(ErrorCase one, int sent) throws InterruptedException {
        var problems = new ArrayList<String>();
        if (one.held()) {
            int open = read(Instant.now()).books().holds().size();
            if (open != 1) {
                problems.add("holds that stay: expected 1, was " + open);
            }
            read(Instant.now().plus(LONGEST_LEASE));
        }
        awaitSettled(problems);
        List<Attempt> made = newAttempts();
        int expected = one.line() == null ? 0 : sent;
        if (one.with().contains(Preparation.SAME_CALL_RUNNING)) {
            expected++;
        }
        if (made.size() != expected) {
            problems.add("attempts on lines: expected " + expected + ", was " + made);
        }
        if (one.line() != null) {
            made.forEach(attempt -> check(one.line(), attempt, problems));
        }
        return problems;
    }

    private static void check(String outcome, Attempt attempt, List<String> problems) {
        boolean charged = attempt.cost().nanos() > 0;
        boolean free = outcome.equals("failed");
        if (!attempt.outcome().name().toLowerCase(Locale.ROOT).equals(outcome) || charged == free) {
            problems.add("expected " + outcome + (free ? ", free" : ", charged") + ": " + attempt);
        }
        if (attempt.boundExceeded()) {
            problems.add("more than was held: " + attempt);
        }
    }

    private List<Attempt> newAttempts() {
        var made = new ArrayList<Attempt>();
        for (CallLine line : read(Instant.now()).lines()) {
            if (!line.call().value().startsWith(PrepareCalls.MARK)) {
                int known = attempts.getOrDefault(line.call(), 0);
                made.addAll(line.attempts().subList(known, line.attempts().size()));
            }
        }
        return made;
    }

    /// A client may have its error before the gateway has booked it.
    private void awaitSettled(List<String> problems) throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        var holds = read(Instant.now()).books().holds();
        while (!holds.isEmpty() && Instant.now().isBefore(end)) {
            Thread.sleep(PAUSE);
            holds = read(Instant.now()).books().holds();
        }
        if (!holds.isEmpty()) {
            problems.add("still held: " + holds);
        }
    }

    private LedgerReport read(Instant at) {
        return LedgerReport.read(stack.stores().ledger(), tenant, at, MOST_LINES);
    }
}
