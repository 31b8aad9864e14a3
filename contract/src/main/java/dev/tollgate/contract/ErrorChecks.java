package dev.tollgate.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tollgate.contract.errors.Begun;
import dev.tollgate.contract.errors.ErrorCase;
import dev.tollgate.contract.errors.ErrorCase.Client;
import dev.tollgate.contract.errors.ErrorCases;
import dev.tollgate.contract.errors.JudgeError;
import dev.tollgate.contract.errors.PrepareCalls;
import dev.tollgate.contract.errors.PrepareCalls.Undo;
import dev.tollgate.contract.errors.Seen;
import dev.tollgate.contract.errors.Simulator;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Every way to get an error that a caller alone can bring about, over plain HTTP: status, type,
/// words, and that nothing of the inside shows; whether the model was called, and what it cost. The
/// cases that take a hand on the stack are run where there is one.
final class ErrorChecks implements Area {
    private static final Set<String> NO_BEARER = Set.of("none", "aws-keys");
    private static final Set<String> TENANTS = Set.of("acme2", "rate", "budget");

    private final Target target;
    private final Caller caller;

    ErrorChecks(Target target) {
        this.target = target;
        this.caller = Caller.of(target);
    }

    @Override
    public String name() {
        return "errors";
    }

    @Override
    public Stream<Check> checks() {
        return ErrorCases.read().of(Client.RAW).stream()
                .filter(ErrorCase::takesCallsAlone)
                .map(one -> new Check(one.name(), () -> run(one)));
    }

    private void run(ErrorCase one) throws Exception {
        requireAlias(one);
        Seen seen;
        var problems = new ArrayList<String>();
        if (one.takesSimulator() || target.simulated()) {
            seen = simulated(one, begun(one), problems);
        } else {
            ErrorCase real = one.withModel(target.alias());
            seen = caller.calls().make(real, begun(real));
        }
        problems.addAll(JudgeError.problems(one, Client.RAW, seen));
        assertEquals(List.of(), problems, seen.toString());
    }

    /// Some cases are about models that only the tests' own tenants have.
    private void requireAlias(ErrorCase one) throws IOException, InterruptedException {
        if (one.model().endsWith(".gpt")) {
            HttpResponse<byte[]> models = caller.get("/v1/models", target.caller());
            String listed = new String(models.body(), StandardCharsets.UTF_8);
            if (!listed.contains('"' + one.model() + '"')) {
                throw new NotOfferedException("the caller has no model alias " + one.model());
            }
        }
    }

    /// With the other calls that the case needs, and a look at the model and at the books.
    private Seen simulated(ErrorCase one, Begun begun, List<String> problems) throws Exception {
        var simulator = new Simulator(target.simulatorUrl(), caller.calls().http());
        var undo = new ArrayDeque<Undo>();
        Seen seen;
        Spending spending;
        int asked;
        try {
            new PrepareCalls(target.url(), simulator, caller.calls(), Caller::id)
                    .make(one, begun, undo);
            spending = Spending.before(caller, payer(one), one);
            asked = simulator.requests();
            seen = caller.calls().make(one, begun);
        } finally {
            takeBack(undo);
        }
        int called = simulator.requests() - asked;
        if (called != (one.called() ? 1 : 0)) {
            problems.add("the model was called " + called + " times");
        }
        spending.check(caller, problems);
        return seen;
    }

    /// Books that a case may have charged.
    ///
    /// @param nanos spent before it; null where this does not show, for want of a limit of money,
    ///   or since another call is under way
    private record Spending(ErrorCase one, String bearer, @Nullable Long nanos) {
        static Spending before(Caller caller, String bearer, ErrorCase one)
                throws IOException, InterruptedException {
            if (one.hasCallUnderWay()) {
                return new Spending(one, bearer, null);
            }
            UsageReport report = UsageReport.settled(caller, bearer);
            return new Spending(one, bearer, report.showsMoney() ? report.spentNanos() : null);
        }

        void check(Caller caller, List<String> problems) throws IOException, InterruptedException {
            UsageReport report = UsageReport.settled(caller, bearer);
            if (nanos == null) {
                return;
            }
            long cost = report.spentNanos() - nanos;
            boolean free = one.line() == null || one.line().equals("failed");
            if (free ? cost != 0 : cost <= 0) {
                problems.add("it cost " + cost + " nano-dollars");
            }
        }
    }

    private String payer(ErrorCase one) {
        return TENANTS.contains(one.as()) ? target.credential(one.as()) : target.caller();
    }

    private Begun begun(ErrorCase one) {
        String id = Caller.id();
        var headers = new LinkedHashMap<String, String>();
        one.headers().forEach((name, value) -> headers.put(name, value.replace("$id", id)));
        return new Begun(
                id,
                target.url() + one.under(),
                NO_BEARER.contains(one.as()) ? null : target.credential(one.as()),
                one.as().equals("aws-keys"),
                headers,
                one.text().replace("$id", id),
                1);
    }

    private static void takeBack(Deque<Undo> undo) throws Exception {
        while (!undo.isEmpty()) {
            undo.pop().run();
        }
    }
}
