package dev.tollgate.localstack.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tollgate.contract.Target;
import dev.tollgate.contract.errors.Begun;
import dev.tollgate.contract.errors.ErrorCase.Client;
import dev.tollgate.contract.errors.ErrorCases;
import dev.tollgate.contract.errors.Seen;
import dev.tollgate.contract.errors.Simulator;
import dev.tollgate.control.key.VirtualKeys.NewKey;
import dev.tollgate.core.money.UsageKind;
import dev.tollgate.core.principal.KeyId;
import dev.tollgate.core.principal.Scope;
import dev.tollgate.core.tenant.TenantId;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/// A stack with the tests' own tenants, and what a foreign test runner must know of it, in a file.
final class TestStack implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper YAML = new YAMLMapper();
    private static final Path CONVERSATIONS = Path.of("src/test/resources/conversations.yaml");
    private static final ErrorCases CASES = ErrorCases.read();
    private static final int MOST_LINES = 1000;

    /// One for all questions: made and closed for each, it was seen to hang for a minute.
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final FaultyStore store;
    private final LocalStack stack;
    private final TestTokens tokens;
    private final ErrorTrial errors;
    private final StackControl control;
    private final Path file;

    private TestStack(FaultyStore store, LocalStack stack, Path folder, Mode mode)
            throws Exception {
        this.store = store;
        this.stack = stack;
        this.tokens = new TestTokens(stack.upstreams().issuer("acme"), stack.stores().keys());
        this.errors = new ErrorTrial(stack, store, tokens);
        this.control = new StackControl(commands());
        this.file = folder.resolve("stack.json");
        JSON.writeValue(file.toFile(), facts(mode));
    }

    /// @param folder for files of any number of modes
    static TestStack start(Path folder, Mode mode) throws Exception {
        return start(folder, mode, new FaultyStore());
    }

    /// @param store through which all ask; the stack closes it
    static TestStack start(Path folder, Mode mode, FaultyStore store) throws Exception {
        Path own = folder.resolve(mode.name());
        LocalStack stack = LocalStack.start(options(own, mode), store::before);
        return new TestStack(store, stack, own, mode);
    }

    /// Those of a new stack with the tests' tenants, on ports that are free.
    static StackOptions options(Path folder, Mode mode) {
        return new StackOptions(
                new Home(Path.of("..").toAbsolutePath().normalize()),
                folder.resolve("state"),
                cache(),
                Path.of("src/test/config"),
                0,
                mode == Mode.ISOLATED);
    }

    static Path cache() {
        return Home.cache(System.getenv());
    }

    Path file() {
        return file;
    }

    LocalStack stack() {
        return stack;
    }

    TestTokens tokens() {
        return tokens;
    }

    @Override
    public void close() {
        control.close();
        errors.close();
        http.shutdownNow();
        stack.close();
        store.close();
    }

    ErrorTrial errors() {
        return errors;
    }

    /// What the contract of every gateway is to know of it.
    Target target() throws IOException {
        return new Target(
                "embedded",
                stack.url(),
                tokens.everything(),
                Target.SIMULATED,
                stack.upstreams().url(),
                stack.environment(),
                PythonClients.install().path().resolve("bin/python"),
                tenant -> ledger(tenant).path("lines"));
    }

    private ObjectNode facts(Mode mode) throws Exception {
        ObjectNode facts = JSON.createObjectNode();
        stack.environment().forEach(facts::put);
        facts.put("url", stack.url());
        facts.put("tlsUrl", stack.tlsUrl());
        facts.put("caBundle", stack.environment().get("AWS_CA_BUNDLE"));
        facts.put("sim", stack.upstreams().url().toString());
        // For the SDKs that ask a simulator themselves.
        Map<String, String> keys = stack.upstreamKeys();
        for (String provider : new String[] {"anthropic", "azure", "bedrock", "gemini", "openai"}) {
            facts.put(
                    "TOLLGATE_UPSTREAM_" + provider.toUpperCase(Locale.ROOT) + "_KEY",
                    keys.get("sim-" + provider));
        }
        facts.put("control", control.url());
        for (String tenant : new String[] {"acme2", "rate", "budget"}) {
            facts.put("TOLLGATE_JWT_" + tenant.toUpperCase(Locale.ROOT), tokens.ofTenant(tenant));
        }
        facts.set("tokens", JSON.valueToTree(tokens.all()));
        ObjectNode cases = facts.putObject("errorCases");
        for (Client client : Client.values()) {
            cases.set(client.word(), CASES.documentsOf(mode.cases(CASES, client)));
        }
        facts.set("conversations", YAML.readTree(CONVERSATIONS.toFile()));
        facts.putObject("prices").set("sim.claude", price());
        return facts;
    }

    private JsonNode price() {
        ObjectNode rates = JSON.createObjectNode();
        stack.stores()
                .config()
                .platform()
                .prices()
                .at("sim-bedrock/anthropic.claude-sim-v1:0", Instant.now())
                .orElseThrow()
                .nanosPerMillion()
                .forEach((UsageKind kind, Long rate) -> rates.put(kind.word(), rate));
        return rates;
    }

    private Map<String, StackControl.Command> commands() {
        return Map.of(
                "/ledger",
                (query, _) -> ledger(query.getOrDefault("tenant", "")),
                "/upstream-requests",
                (_, _) -> upstreamRequests(),
                "/errors/begin",
                (query, _) -> begin(query),
                "/errors/abandon",
                (_, _) -> {
                    errors.abandon();
                    return JSON.nullNode();
                },
                "/errors/end",
                (_, seen) -> JSON.valueToTree(errors.end(JSON.readValue(seen, Seen.class))),
                "/flush-authorizers-cache",
                (_, _) -> {
                    stack.api().flushAuthorizersCache();
                    return JSON.nullNode();
                },
                "/key",
                (query, _) -> key(new TenantId(query.getOrDefault("tenant", ""))),
                "/key/revoke",
                (query, _) ->
                        revoke(
                                new TenantId(query.getOrDefault("tenant", "")),
                                new KeyId(query.getOrDefault("id", ""))));
    }

    private JsonNode begin(Map<String, String> query) throws Exception {
        Begun begun =
                errors.begin(
                        CASES.named(query.getOrDefault("case", "")),
                        Client.of(query.getOrDefault("client", "")));
        return JSON.createObjectNode()
                .put("text", begun.text())
                .<ObjectNode>set("environment", JSON.valueToTree(begun.environment()))
                .set("headers", JSON.valueToTree(begun.headers()));
    }

    private JsonNode ledger(String tenant) {
        var config = stack.stores().config().tenant(new TenantId(tenant)).orElseThrow();
        return LedgerReport.read(stack.stores().ledger(), config, Instant.now(), MOST_LINES).json();
    }

    private JsonNode key(TenantId tenant) {
        var issued = stack.stores().keys().create(NewKey.of(tenant, "tests", Scope.everything()));
        return JSON.createObjectNode()
                .put("id", issued.key().id().value())
                .put("secret", issued.secret().value());
    }

    private JsonNode revoke(TenantId tenant, KeyId id) {
        return JSON.createObjectNode().put("revoked", stack.stores().keys().revoke(tenant, id));
    }

    private JsonNode upstreamRequests() throws IOException, InterruptedException {
        return new Simulator(stack.upstreams().url(), http).log();
    }
}
