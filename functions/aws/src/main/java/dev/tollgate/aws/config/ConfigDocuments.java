package dev.tollgate.aws.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.core.config.ChatServer;
import dev.tollgate.core.config.IssuerConfig;
import dev.tollgate.core.config.KeyPolicy;
import dev.tollgate.core.config.Modality;
import dev.tollgate.core.config.ModelFacts;
import dev.tollgate.core.config.PlatformConfig;
import dev.tollgate.core.config.ProviderConfig;
import dev.tollgate.core.config.ProviderKind;
import dev.tollgate.core.config.TenantConfig;
import dev.tollgate.core.ledger.Limit;
import dev.tollgate.core.ledger.LimitScope;
import dev.tollgate.core.ledger.LimitUnit;
import dev.tollgate.core.ledger.Window;
import dev.tollgate.core.money.Price;
import dev.tollgate.core.money.PriceTable;
import dev.tollgate.core.money.UsageKind;
import dev.tollgate.core.principal.KeyId;
import dev.tollgate.core.principal.RouteFamily;
import dev.tollgate.core.principal.Scope;
import dev.tollgate.core.tenant.TenantId;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The one place that knows how configuration is written down in the table, as JSON.
///
/// A function may read what a newer release wrote, so members it does not know are passed over, and
/// of words it does not know those that only *grant* something (a provider's kind, a route, a token
/// kind's price) are left out. A limit it does not understand is an error: leaving it out would
/// open what was closed.
///
/// Reading throws [IllegalArgumentException] when the document is not what this wrote.
final class ConfigDocuments {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String UPSTREAM_KEYS = "upstreamKeys";

    private ConfigDocuments() {}

    static String json(PlatformConfig platform) {
        ObjectNode document = NODES.objectNode();
        document.set("issuers", JsonMembers.list(platform.issuers(), ConfigDocuments::issuer));
        document.set(
                "providers",
                JsonMembers.list(platform.providers().values(), ConfigDocuments::provider));
        ObjectNode prices = document.putObject("prices");
        platform.prices()
                .prices()
                .forEach((model, dated) ->
                        prices.set(model, JsonMembers.list(dated, ConfigDocuments::price)));
        ObjectNode models = document.putObject("models");
        platform.models().forEach((model, facts) -> models.set(model, facts(facts)));
        return document.toString();
    }

    static PlatformConfig platform(long version, String json) {
        JsonNode document = JsonMembers.tree(json);
        Map<String, ProviderConfig> providers =
                JsonMembers.member(document, "providers")
                        .valueStream()
                        .flatMap(node -> provider(node).stream())
                        .collect(Collectors.toMap(ProviderConfig::id, Function.identity()));
        return new PlatformConfig(
                version,
                JsonMembers.member(document, "issuers")
                        .valueStream()
                        .map(ConfigDocuments::issuer)
                        .toList(),
                providers,
                new PriceTable(
                        JsonMembers.map(
                                JsonMembers.member(document, "prices"),
                                dated -> dated.valueStream().map(ConfigDocuments::price).toList())),
                JsonMembers.map(document.path("models"), ConfigDocuments::facts));
    }

    static String json(TenantConfig tenant) {
        ObjectNode document = NODES.objectNode();
        document.put("name", tenant.name());
        document.put("zone", tenant.zone().getId());
        ObjectNode aliases = document.putObject("aliases");
        tenant.aliases().forEach((alias, route) -> aliases.set(alias, RouteDocuments.route(route)));
        document.set("limits", JsonMembers.list(tenant.limits(), ConfigDocuments::limit));
        ObjectNode keys = document.putObject("keys");
        tenant.keys().forEach((key, policy) -> keys.set(key.value(), policy(policy)));
        if (tenant.ceiling() != null) {
            document.set("ceiling", price(tenant.ceiling()));
        }
        if (!tenant.upstreamKeys().isEmpty()) {
            document.set(UPSTREAM_KEYS, UpstreamKeyDocument.write(tenant.upstreamKeys()));
        }
        return document.toString();
    }

    static TenantConfig tenant(TenantId tenant, long version, String json) {
        JsonNode document = JsonMembers.tree(json);
        var keys = new HashMap<KeyId, KeyPolicy>();
        JsonMembers.member(document, "keys")
                .properties()
                .forEach(key -> keys.put(new KeyId(key.getKey()), policy(key.getValue())));
        JsonNode ceiling = document.get("ceiling");
        return new TenantConfig(
                version,
                tenant,
                JsonMembers.text(document, "name"),
                zone(JsonMembers.text(document, "zone")),
                JsonMembers.map(JsonMembers.member(document, "aliases"), RouteDocuments::route),
                limits(document),
                keys,
                ceiling == null ? null : price(ceiling),
                UpstreamKeyDocument.read(document.path(UPSTREAM_KEYS)));
    }

    private static ObjectNode issuer(IssuerConfig issuer) {
        ObjectNode node = NODES.objectNode();
        node.put("issuer", issuer.issuer());
        node.put("jwksUri", issuer.jwksUri().toString());
        node.put("audience", issuer.audience());
        node.set("algorithms", JsonMembers.list(issuer.algorithms(), NODES::textNode));
        node.put("tenantClaim", issuer.tenantClaim());
        ObjectNode tenants = node.putObject("tenants");
        issuer.tenants().forEach(tenants::put);
        node.set("claims", JsonMembers.list(issuer.claims(), NODES::textNode));
        node.put("leewaySeconds", issuer.leeway().toSeconds());
        return node;
    }

    private static IssuerConfig issuer(JsonNode node) {
        return new IssuerConfig(
                JsonMembers.text(node, "issuer"),
                URI.create(JsonMembers.text(node, "jwksUri")),
                JsonMembers.text(node, "audience"),
                JsonMembers.texts(node, "algorithms"),
                JsonMembers.text(node, "tenantClaim"),
                JsonMembers.map(JsonMembers.member(node, "tenants"), JsonNode::textValue),
                JsonMembers.texts(node.path("claims")),
                Duration.ofSeconds(JsonMembers.number(node, "leewaySeconds")));
    }

    private static ObjectNode provider(ProviderConfig provider) {
        ObjectNode node = NODES.objectNode();
        node.put("id", provider.id());
        node.put("kind", provider.kind().word());
        node.put("baseUrl", provider.baseUrl().toString());
        node.put("region", provider.region());
        node.put("credential", provider.credential());
        node.put("outputBound", provider.outputBound());
        if (!provider.server().equals(ChatServer.ANY)) {
            node.set("server", ChatServerDocument.write(provider.server()));
        }
        return node;
    }

    private static Optional<ProviderConfig> provider(JsonNode node) {
        String word = JsonMembers.text(node, "kind");
        return Arrays.stream(ProviderKind.values())
                .filter(kind -> kind.word().equals(word))
                .findAny()
                .flatMap(kind ->
                        ChatServerDocument.read(node.path("server"))
                                .map(server -> provider(node, kind, server)));
    }

    private static ProviderConfig provider(JsonNode node, ProviderKind kind, ChatServer server) {
        return new ProviderConfig(
                JsonMembers.text(node, "id"),
                kind,
                URI.create(JsonMembers.text(node, "baseUrl")),
                node.path("region").textValue(),
                node.path("credential").textValue(),
                Math.toIntExact(JsonMembers.number(node, "outputBound")),
                server);
    }

    private static ObjectNode price(Price price) {
        ObjectNode node = NODES.objectNode();
        node.put("version", price.version());
        node.put("from", price.from().toString());
        ObjectNode rates = node.putObject("nanosPerMillion");
        price.nanosPerMillion().forEach((kind, rate) -> rates.put(kind.word(), rate));
        return node;
    }

    private static Price price(JsonNode node) {
        JsonNode rates = JsonMembers.member(node, "nanosPerMillion");
        return new Price(
                JsonMembers.text(node, "version"),
                Instant.parse(JsonMembers.text(node, "from")),
                Arrays.stream(UsageKind.values())
                        .filter(kind -> rates.has(kind.word()))
                        .collect(
                                Collectors.toMap(
                                        Function.identity(),
                                        kind -> JsonMembers.number(rates, kind.word()))));
    }

    private static ObjectNode facts(ModelFacts facts) {
        ObjectNode node = NODES.objectNode().put("contextTokens", facts.contextTokens());
        node.set("input", JsonMembers.list(facts.input(), one -> NODES.textNode(one.word())));
        node.set("output", JsonMembers.list(facts.output(), one -> NODES.textNode(one.word())));
        return node;
    }

    private static ModelFacts facts(JsonNode node) {
        JsonNode context = node.path("contextTokens");
        return new ModelFacts(
                context.isNumber() ? context.longValue() : null,
                modalities(node, "input"),
                modalities(node, "output"));
    }

    private static Set<Modality> modalities(JsonNode node, String name) {
        return JsonMembers.texts(node, name).stream()
                .flatMap(word -> Modality.ofWord(word).stream())
                .collect(Collectors.toSet());
    }

    private static ObjectNode limit(Limit limit) {
        ObjectNode node = NODES.objectNode();
        switch (limit.scope()) {
            case LimitScope.WholeTenant() -> node.put("scope", "tenant");
            case LimitScope.OneKey(KeyId key) -> node.put("scope", "key").put("key", key.value());
        }
        return node.put("window", limit.window().word())
                .put("unit", limit.unit().word())
                .put("amount", limit.amount());
    }

    private static Limit limit(JsonNode node) {
        LimitScope scope =
                switch (JsonMembers.text(node, "scope")) {
                    case "tenant" -> new LimitScope.WholeTenant();
                    case "key" -> new LimitScope.OneKey(new KeyId(JsonMembers.text(node, "key")));
                    case String word -> throw unknown("limit scope", word);
                };
        return new Limit(
                scope,
                ofWord(Window.values(), Window::word, JsonMembers.text(node, "window")),
                ofWord(LimitUnit.values(), LimitUnit::word, JsonMembers.text(node, "unit")),
                JsonMembers.number(node, "amount"));
    }

    private static List<Limit> limits(JsonNode node) {
        return JsonMembers.member(node, "limits")
                .valueStream()
                .map(ConfigDocuments::limit)
                .toList();
    }

    private static ObjectNode policy(KeyPolicy policy) {
        ObjectNode node = NODES.objectNode();
        node.set("models", JsonMembers.list(policy.scope().models(), NODES::textNode));
        node.set(
                "routes",
                JsonMembers.list(policy.scope().routes(), family -> NODES.textNode(family.word())));
        node.set("limits", JsonMembers.list(policy.limits(), ConfigDocuments::limit));
        return node;
    }

    private static KeyPolicy policy(JsonNode node) {
        Set<RouteFamily> routes =
                JsonMembers.texts(node, "routes").stream()
                        .flatMap(word -> RouteFamily.ofWord(word).stream())
                        .collect(Collectors.toSet());
        return new KeyPolicy(new Scope(JsonMembers.texts(node, "models"), routes), limits(node));
    }

    private static ZoneId zone(String id) {
        try {
            return ZoneId.of(id);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("a config document with time zone " + id, e);
        }
    }

    private static <E> E ofWord(E[] values, Function<E, String> word, String wanted) {
        return Arrays.stream(values)
                .filter(value -> word.apply(value).equals(wanted))
                .findAny()
                .orElseThrow(() -> unknown("word", wanted));
    }

    private static IllegalArgumentException unknown(String what, String word) {
        return new IllegalArgumentException("a config document with the " + what + " " + word);
    }
}
