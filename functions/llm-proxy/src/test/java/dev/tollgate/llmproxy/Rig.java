package dev.tollgate.llmproxy;

import dev.tollgate.aws.tenant.TenantCredentials;
import dev.tollgate.core.call.Deadline;
import dev.tollgate.core.config.ProviderConfig;
import dev.tollgate.core.config.ProviderKind;
import dev.tollgate.core.config.Route;
import dev.tollgate.core.config.TenantConfig;
import dev.tollgate.core.config.UpstreamKey;
import dev.tollgate.core.ledger.Limit;
import dev.tollgate.core.ledger.QuotaLedger;
import dev.tollgate.core.money.Price;
import dev.tollgate.core.principal.Principal;
import dev.tollgate.core.principal.PrincipalContext;
import dev.tollgate.core.tenant.TenantId;
import dev.tollgate.core.tenant.TenantSessionUnavailableException;
import dev.tollgate.llmproxy.dialect.Dialect;
import dev.tollgate.llmproxy.dialect.anthropic.AnthropicDialects;
import dev.tollgate.llmproxy.dialect.bedrock.BedrockDialects;
import dev.tollgate.llmproxy.dialect.openai.OpenAiDialects;
import dev.tollgate.llmproxy.provider.anthropic.AnthropicProviders;
import dev.tollgate.llmproxy.provider.bedrock.BedrockProviders;
import dev.tollgate.llmproxy.provider.gemini.GeminiProviders;
import dev.tollgate.llmproxy.provider.openai.OpenAiProviders;
import dev.tollgate.llmproxy.upstream.UpstreamClients;
import dev.tollgate.runtime.CallTelemetry;
import dev.tollgate.runtime.Invocation;
import dev.tollgate.runtime.ProxyRequest;
import dev.tollgate.testkit.Fixtures;
import dev.tollgate.testkit.InMemoryConfigStore;
import dev.tollgate.testkit.InMemoryQuotaLedger;
import dev.tollgate.testkit.MutableClock;
import dev.tollgate.testkit.SequentialIds;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/// A whole proxy with fakes behind its ports and a scripted upstream.
final class Rig implements AutoCloseable {
    static final String SAY_HELLO =
            "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"Say hello.\"}]}],"
                    + "\"inferenceConfig\":{\"maxTokens\":32}}";

    /// An alias whose provider has no credential, so that the tenant's session signs.
    static final String OWN = "own.claude";

    /// An alias of a model on Anthropic's own API.
    static final String ANTHROPIC = "sim.anthropic";

    /// An alias of a model of Gemini's.
    static final String GEMINI = "sim.gemini";

    /// An alias of a guardrail of Bedrock's.
    static final String MASK = "sim.mask";

    final MutableClock clock = new MutableClock(Fixtures.NOW);
    final InMemoryQuotaLedger books = new InMemoryQuotaLedger();
    final InMemoryConfigStore config = new InMemoryConfigStore();
    final ScriptedUpstream upstream;
    final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private final Map<String, Route> routes = new TreeMap<>();
    private final Map<String, Route> aliases = RigPlatform.aliases();
    private List<Limit> limits = List.of();
    private ProviderConfig elsewhere =
            RigPlatform.provider(
                    "elsewhere", ProviderKind.OPENAI, URI.create("https://127.0.0.1:9"));
    private final LlmProxyHandler handler;
    private TenantCredentials sessions = Rig::noSession;
    private @Nullable Price price = Fixtures.PRICE;
    private Price units = Fixtures.UNIT_PRICE;
    private Map<String, Price> prices = Map.of();
    private Duration remaining = Duration.ofSeconds(60);
    private volatile Runnable fetching = () -> {};
    private Map<String, UpstreamKey> ownKeys = Map.of();
    private UnaryOperator<String> ownSecrets = UnaryOperator.identity();

    Rig(ScriptedUpstream.Script script) {
        this(script, null);
    }

    /// @param ledger in place of [#books], or null
    Rig(ScriptedUpstream.Script script, @Nullable QuotaLedger ledger) {
        upstream = new ScriptedUpstream(script);
        limits();
        QuotaLedger used = ledger == null ? books : ledger;
        var telemetry = new CallTelemetry();
        var entitlement = new CheckEntitlement(config, clock);
        Dialect.Listing openAi = OpenAiDialects.create(clock);
        Dialect.Listing anthropic = AnthropicDialects.create();
        var providers =
                new Providers(
                        List.of(
                                BedrockProviders.create(),
                                BedrockProviders.guardrails(),
                                OpenAiProviders.create(),
                                AnthropicProviders.create(),
                                GeminiProviders.create()));
        var steps =
                new LlmProxyHandler.Steps(
                        new Dialects(List.of(BedrockDialects.create(), anthropic, openAi)),
                        new ListModels(List.of(anthropic, openAi), entitlement),
                        entitlement,
                        new CallRoute(
                                entitlement,
                                providers,
                                new OtherAliases(entitlement, providers),
                                new ChooseKey(this::secret),
                                new HoldBudget(used, clock),
                                new CallTarget(
                                        UpstreamClients.create(
                                                this::secret, tenant -> sessions.of(tenant), clock),
                                        clock),
                                new SettleCall(used, clock),
                                this::paused,
                                clock));
        handler = new LlmProxyHandler(new SequentialIds(), clock, telemetry, steps);
    }

    /// Sets the tenants' limits.
    void limits(Limit... next) {
        limits = List.of(next);
        configure();
    }

    /// Sets what stands behind an alias. Its targets are at [#platform]'s providers.
    void route(String alias, Route route) {
        routes.put(alias, route);
        configure();
    }

    /// Takes all other aliases away, but for those of [#route].
    void only(Collection<String> names) {
        aliases.keySet().retainAll(names);
        configure();
    }

    /// Sets what the provider `elsewhere` is.
    void elsewhere(ProviderKind kind, URI url) {
        elsewhere = RigPlatform.provider("elsewhere", kind, url);
        configure();
    }

    private void configure() {
        config.apply(
                config.head(),
                RigPlatform.of(upstream.url(), elsewhere, RigPlatform.prices(prices, units)),
                List.of(tenant()));
    }

    /// Sets what every model costs that has no price of its own; null for none.
    void price(@Nullable Price next) {
        price = next;
        configure();
    }

    /// Sets what every guardrail costs.
    void unitPrice(Price next) {
        units = next;
        configure();
    }

    /// Sets what some models cost, by `<provider>/<model>`; the rest costs as [#price] says.
    void prices(Map<String, Price> next) {
        prices = next;
        configure();
    }

    /// Sets what signs for [#OWN]; there is no session before.
    void sessions(TenantCredentials next) {
        sessions = next;
    }

    /// Sets what else happens while an upstream's secret is fetched: before each request to it.
    void whileFetching(Runnable next) {
        fetching = next;
    }

    /// Gives the tenant keys of its own, by provider.
    ///
    /// @param secrets by the references of these keys
    void ownKeys(Map<String, UpstreamKey> keys, UnaryOperator<String> secrets) {
        ownKeys = keys;
        ownSecrets = secrets;
        configure();
    }

    /// Sets the time each call has.
    void remaining(Duration time) {
        remaining = time;
    }

    Client call(String alias, String operation, String body) throws IOException {
        return call(alias, operation, body, new Client());
    }

    Client call(String alias, String operation, String body, Client client) throws IOException {
        return send(request(alias, operation, body, Map.of()), client);
    }

    /// Applies a guardrail.
    Client guard(String alias, String version, String body) throws IOException {
        return send(
                new ProxyRequest(
                        "POST",
                        "/guardrail/{guardrailIdentifier}/version/{guardrailVersion}/apply",
                        "/guardrail/" + alias + "/version/" + version + "/apply",
                        Map.of("authorization", List.of("Bearer of-the-caller")),
                        Map.of(),
                        Map.of("guardrailIdentifier", alias, "guardrailVersion", version),
                        PrincipalContext.encode(Fixtures.alice()),
                        "req-1",
                        body.getBytes(StandardCharsets.UTF_8)));
    }

    /// A chat completion; the alias stands in the body.
    Client complete(String body) throws IOException {
        return send(completion(Fixtures.alice(), body, Map.of()));
    }

    static ProxyRequest completion(
            Principal principal, String body, Map<String, List<String>> headers) {
        return new ProxyRequest(
                "POST",
                "/v1/chat/completions",
                "/v1/chat/completions",
                headers,
                Map.of(),
                Map.of(),
                PrincipalContext.encode(principal),
                "req-1",
                body.getBytes(StandardCharsets.UTF_8));
    }

    Client send(ProxyRequest request) throws IOException {
        return send(request, new Client());
    }

    Client send(ProxyRequest request, Client client) throws IOException {
        handler.handle(request, client, invocation());
        return client;
    }

    static ProxyRequest request(
            String alias, String operation, String body, Map<String, List<String>> headers) {
        return as(Fixtures.alice(), alias, operation, body, headers);
    }

    /// A request of Anthropic's Messages.
    ///
    /// @param route below `/v1/messages`, or empty
    static ProxyRequest messages(String route, String body, Map<String, List<String>> headers) {
        var all = new TreeMap<String, List<String>>(headers);
        all.put("x-api-key", List.of("of-the-caller"));
        return new ProxyRequest(
                "POST",
                "/v1/messages" + route,
                "/v1/messages" + route,
                all,
                Map.of(),
                Map.of(),
                PrincipalContext.encode(Fixtures.alice()),
                "req-1",
                body.getBytes(StandardCharsets.UTF_8));
    }

    static ProxyRequest as(
            Principal principal,
            String alias,
            String operation,
            String body,
            Map<String, List<String>> headers) {
        var all = new TreeMap<String, List<String>>(headers);
        all.put("authorization", List.of("Bearer of-the-caller"));
        return new ProxyRequest(
                "POST",
                "/model/{modelId}/" + operation,
                "/model/" + alias + "/" + operation,
                all,
                Map.of(),
                Map.of("modelId", alias),
                PrincipalContext.encode(principal),
                "req-1",
                body.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        upstream.close();
    }

    /// Waits by setting the clock forward.
    private boolean paused(Duration pause) {
        clock.advance(pause);
        pauses.add(pause);
        return true;
    }

    private Invocation invocation() {
        return new Invocation("aws-1", Deadline.in(remaining, clock));
    }

    private String secret(String reference) {
        fetching.run();
        if (!reference.startsWith("env:")) {
            return ownSecrets.apply(reference);
        }
        return reference.endsWith("AWS") ? "AKIDLOCAL:local-secret" : "upstream-key";
    }

    private static AwsCredentialsProvider noSession(TenantId tenant) {
        throw new TenantSessionUnavailableException(
                tenant, new IllegalStateException("STS is down"));
    }

    private TenantConfig tenant() {
        TenantConfig base = Fixtures.tenant(Fixtures.ACME);
        var all = new TreeMap<>(aliases);
        all.putAll(routes);
        return new TenantConfig(
                1,
                base.tenant(),
                base.name(),
                base.zone(),
                all,
                limits,
                base.keys(),
                price,
                ownKeys);
    }
}
