package dev.tollgate.localstack.stack;

import dev.tollgate.core.call.IdSource;
import dev.tollgate.localstack.stack.ErrorCase.Client;
import dev.tollgate.runtime.SecureIds;
import java.net.http.HttpClient;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Runs one case of an error after the other, whoever makes the call: prepares the stack, and when
/// the client has told what it saw, judges that, the books, and what reached the upstream.
final class ErrorTrial implements AutoCloseable {
    private static final Set<String> TENANTS = Set.of("acme", "acme2", "rate", "budget");

    private final IdSource ids = new SecureIds();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final LocalStack stack;
    private final TestTokens tokens;
    private final FaultyGateways gateways;
    private final Simulator simulator;
    private final PrepareStack prepare;
    private @Nullable Open open;

    ErrorTrial(LocalStack stack, TestTokens tokens) {
        this.stack = stack;
        this.tokens = tokens;
        this.gateways = new FaultyGateways(stack);
        this.simulator = new Simulator(stack.upstreams().url(), http);
        this.prepare = new PrepareStack(stack, simulator, new RawCalls(http), ids);
    }

    /// What a client needs to make the call.
    ///
    /// @param bearer null for none
    /// @param signed whether it signs with AWS credentials
    /// @param id new for each call; a hand-shake, or the call's own
    /// @param text of the user message, to be repeated as the case says
    record Begun(
            String id,
            String url,
            @Nullable String bearer,
            boolean signed,
            Map<String, String> headers,
            String text,
            int attempts) {
        /// For a client that has nothing but HTTP.
        Optional<String> authorization() {
            if (signed) {
                return Optional.of(
                        "AWS4-HMAC-SHA256 Credential=local/20261122/us-east-1/bedrock/aws4_request,"
                                + " SignedHeaders=host, Signature=0");
            }
            return Optional.ofNullable(bearer).map("Bearer "::concat);
        }

        /// For a client that knows AWS's variables.
        Map<String, String> environment() {
            var variables = new LinkedHashMap<String, String>();
            variables.put("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", url);
            variables.put("AWS_MAX_ATTEMPTS", Integer.toString(attempts));
            if (bearer != null) {
                variables.put("AWS_BEARER_TOKEN_BEDROCK", bearer);
            }
            if (signed) {
                variables.put("AWS_ACCESS_KEY_ID", "local");
                variables.put("AWS_SECRET_ACCESS_KEY", "local");
            }
            return variables;
        }
    }

    private record Open(
            ErrorCase one,
            Client client,
            CaseBooks books,
            int asked,
            Deque<PrepareStack.Undo> undo) {}

    synchronized Begun begin(ErrorCase one, Client client) throws Exception {
        if (open != null) {
            throw new IllegalStateException("not ended: " + open.one());
        }
        Begun begun = begun(one, client);
        var undo = new ArrayDeque<PrepareStack.Undo>();
        prepare.calls(one, begun, undo);
        CaseBooks books = CaseBooks.of(stack, TENANTS.contains(one.as()) ? one.as() : "acme");
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
            default -> TENANTS.contains(as) ? tokens.ofTenant(as) : tokens.named(as);
        };
    }

    @Override
    public void close() {
        gateways.close();
        http.close();
    }
}
