package dev.tollgate.localstack.stack;

import dev.tollgate.contract.errors.Begun;
import dev.tollgate.contract.errors.ErrorCase;
import dev.tollgate.contract.errors.ErrorCase.Client;
import dev.tollgate.contract.errors.JudgeError;
import dev.tollgate.contract.errors.PrepareCalls;
import dev.tollgate.contract.errors.PrepareCalls.Undo;
import dev.tollgate.contract.errors.RawCalls;
import dev.tollgate.contract.errors.Seen;
import dev.tollgate.contract.errors.Simulator;
import dev.tollgate.core.call.IdSource;
import dev.tollgate.runtime.SecureIds;
import java.net.http.HttpClient;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Runs one case of an error after the other, whoever makes the call: prepares the stack, and when
/// the client has told what it saw, judges that, the books, and what reached the upstream.
final class ErrorTrial implements AutoCloseable {
    private final IdSource ids = new SecureIds();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final LocalStack stack;
    private final TestTokens tokens;
    private final FaultyGateways gateways;
    private final Simulator simulator;
    private final PrepareStack prepare;
    private @Nullable Open open;

    ErrorTrial(LocalStack stack, FaultyStore store, TestTokens tokens) {
        this.stack = stack;
        this.tokens = tokens;
        this.gateways = new FaultyGateways(stack);
        this.simulator = new Simulator(stack.upstreams().url(), http);
        var clients = new PrepareCalls(stack.url(), simulator, new RawCalls(http), ids::next);
        this.prepare = new PrepareStack(store, simulator, clients);
    }

    private record Open(
            ErrorCase one, Client client, CaseBooks books, int asked, Deque<Undo> undo) {}

    synchronized Begun begin(ErrorCase one, Client client) throws Exception {
        if (open != null) {
            throw new IllegalStateException("not ended: " + open.one());
        }
        Begun begun = begun(one, client);
        var undo = new ArrayDeque<Undo>();
        prepare.calls(one, begun, undo);
        CaseBooks books =
                CaseBooks.of(stack, TestTokens.TENANTS.contains(one.as()) ? one.as() : "acme");
        int asked = simulator.requests();
        prepare.store(one, begun, undo);
        open = new Open(one, client, books, asked, undo);
        return begun;
    }

    /// @return what is wrong; empty when nothing is
    synchronized List<String> end(Seen seen) throws Exception {
        Open ending = Objects.requireNonNull(open, "not begun");
        open = null;
        undo(ending);
        ErrorCase one = ending.one();
        int attempts = JudgeError.attempts(one, ending.client());
        var problems = new ArrayList<>(JudgeError.problems(one, ending.client(), seen));
        int called = simulator.requests() - ending.asked();
        if (called != (one.called() ? attempts : 0)) {
            problems.add("the upstream was called " + called + " times");
        }
        problems.addAll(ending.books().problems(one, attempts));
        return problems;
    }

    /// Ends a case whose client failed to say what it saw.
    synchronized void abandon() throws Exception {
        Open ending = Objects.requireNonNull(open, "not begun");
        open = null;
        undo(ending);
    }

    private static void undo(Open ending) throws Exception {
        while (!ending.undo().isEmpty()) {
            ending.undo().pop().run();
        }
    }

    private Begun begun(ErrorCase one, Client client) {
        boolean tls = client == Client.BOTO3 || client == Client.AWS_CLI;
        String id = ids.next();
        var headers = new LinkedHashMap<String, String>();
        one.headers().forEach((name, value) -> headers.put(name, value.replace("$id", id)));
        return new Begun(
                id,
                url(one, tls) + one.under(),
                bearer(one.as()),
                one.as().equals("aws-keys"),
                headers,
                one.text().replace("$id", id),
                one.mostAttempts(client));
    }

    private String url(ErrorCase one, boolean tls) {
        return one.with().stream()
                .filter(FaultyGateways::isOfAStage)
                .findFirst()
                .map(fault -> gateways.url(fault, tls))
                .orElseGet(() -> tls ? stack.tlsUrl() : stack.url());
    }

    private @Nullable String bearer(String as) {
        return switch (as) {
            case "none", "aws-keys" -> null;
            case "fresh-key" -> tokens.freshKey();
            default -> TestTokens.TENANTS.contains(as) ? tokens.ofTenant(as) : tokens.named(as);
        };
    }

    @Override
    public void close() {
        gateways.close();
        http.close();
    }
}
