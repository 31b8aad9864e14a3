package dev.tollgate.localstack.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.control.key.VirtualKeys.NewKey;
import dev.tollgate.core.money.TokenKind;
import dev.tollgate.core.principal.KeyId;
import dev.tollgate.core.principal.Scope;
import dev.tollgate.core.tenant.TenantId;
import dev.tollgate.localstack.api.ApiEmulator;
import dev.tollgate.localstack.issuer.TokenRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/// A stack with the tests' own tenants, and what a foreign test runner must know of it, in a file.
final class TestStack implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_LINES = 1000;

    private final LocalStack stack;
    private final ApiEmulator shortLived;
    private final StackControl control;
    private final Path file;

    private TestStack(LocalStack stack, Path folder) throws Exception {
        this.stack = stack;
        this.shortLived =
                ApiEmulator.start(
                        stack.apiOptions()
                                .withTls(0, stack.keystore())
                                .withFunctionTimeout(Duration.ofSeconds(8)),
                        stack.functions().byName(),
                        stack.functions().authorizer());
        this.control = new StackControl(commands());
        this.file = folder.resolve("stack.json");
        JSON.writeValue(file.toFile(), facts());
    }

    /// @param folder for files of any number of modes
    static TestStack start(Path folder, Mode mode) throws Exception {
        return start(folder, mode, UnaryOperator.identity());
    }

    /// With something between the store and all that asks it.
    static TestStack start(Path folder, Mode mode, UnaryOperator<URI> between) throws Exception {
        Path own = folder.resolve(mode.name());
        return new TestStack(LocalStack.start(options(own, mode), between), own);
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

    @Override
    public void close() {
        control.close();
        shortLived.close();
        stack.close();
    }

    private ObjectNode facts() throws Exception {
        ObjectNode facts = JSON.createObjectNode();
        stack.environment().forEach(facts::put);
        facts.put("url", stack.url());
        facts.put("tlsUrl", stack.tlsUrl());
        facts.put("shortUrl", "https://127.0.0.1:" + shortLived.tlsPort());
        facts.put("caBundle", stack.environment().get("AWS_CA_BUNDLE"));
        facts.put("sim", stack.upstreams().url().toString());
        facts.put("control", control.url());
        for (String tenant : new String[] {"acme2", "rate", "budget"}) {
            facts.put(
                    "TOLLGATE_JWT_" + tenant.toUpperCase(Locale.ROOT),
                    stack.upstreams()
                            .issuer("acme")
                            .mint(TokenRequest.of("tester", tenant, Duration.ofHours(1))));
        }
        facts.set("tokens", JSON.valueToTree(new TestTokens(stack).all()));
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
                .forEach((TokenKind kind, Long rate) -> rates.put(kind.word(), rate));
        return rates;
    }

    private Map<String, StackControl.Command> commands() {
        return Map.of(
                "/ledger",
                query -> ledger(query.getOrDefault("tenant", "")),
                "/upstream-requests",
                _ -> upstreamRequests(),
                "/flush-authorizers-cache",
                _ -> {
                    stack.api().flushAuthorizersCache();
                    return JSON.nullNode();
                },
                "/store/stop",
                _ -> {
                    stack.store().stop();
                    return JSON.nullNode();
                },
                "/store/start",
                _ -> {
                    stack.store().startAgain();
                    return JSON.nullNode();
                },
                "/key",
                query -> key(new TenantId(query.getOrDefault("tenant", ""))),
                "/key/revoke",
                query ->
                        revoke(
                                new TenantId(query.getOrDefault("tenant", "")),
                                new KeyId(query.getOrDefault("id", ""))));
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

    private JsonNode upstreamRequests() throws IOException {
        try (var client = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(URI.create(stack.upstreams().url() + "/sim/requests"))
                            .build();
            return JSON.readTree(
                    client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
