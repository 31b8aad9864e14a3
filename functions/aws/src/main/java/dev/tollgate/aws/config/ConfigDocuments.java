package dev.tollgate.aws.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.core.config.IssuerConfig;
import dev.tollgate.core.config.KeyPolicy;
import dev.tollgate.core.config.PlatformConfig;
import dev.tollgate.core.config.ProviderConfig;
import dev.tollgate.core.config.ProviderKind;
import dev.tollgate.core.config.Target;
import dev.tollgate.core.config.TenantConfig;
import dev.tollgate.core.ledger.Limit;
import dev.tollgate.core.ledger.LimitScope;
import dev.tollgate.core.ledger.LimitUnit;
import dev.tollgate.core.ledger.Window;
import dev.tollgate.core.money.Price;
import dev.tollgate.core.money.PriceTable;
import dev.tollgate.core.money.TokenKind;
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
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The one place that knows how configuration is written down in the table, as JSON.
///
/// A function may read what a newer release wrote, so members it does not know are passed over, and
/// of words it does not know those that only *grant* something (a provider's kind, a route, a token
/// kind's price) are left out. A limit it does not understand is an error: leaving it out would
/// open what was closed.
///
/// Reading throws [IllegalArgumentException] when the document is not what this wrote.
final class ConfigDocuments {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ConfigDocuments() {}

    static String json(PlatformConfig platform) {
        ObjectNode document = NODES.objectNode();
        document.set("issuers", list(platform.issuers(), ConfigDocuments::issuer));
        document.set("providers", list(platform.providers().values(), ConfigDocuments::provider));
        ObjectNode prices = document.putObject("prices");
        platform.prices()
                .prices()
                .forEach((model, dated) -> prices.set(model, list(dated, ConfigDocuments::price)));
        return document.toString();
    }

    static PlatformConfig platform(long version, String json) {
        JsonNode document = tree(json);
        Map<String, ProviderConfig> providers =
                stream(member(document, "providers"))
                        .flatMap(node -> provider(node).stream())
                        .collect(Collectors.toMap(ProviderConfig::id, Function.identity()));
        return new PlatformConfig(
                version,
                stream(member(document, "issuers")).map(ConfigDocuments::issuer).toList(),
                providers,
                new PriceTable(
                        map(
                                member(document, "prices"),
                                dated -> stream(dated).map(ConfigDocuments::price).toList())));
    }

    static String json(TenantConfig tenant) {
        ObjectNode document = NODES.objectNode();
        document.put("name", tenant.name());
        document.put("zone", tenant.zone().getId());
        ObjectNode aliases = document.putObject("aliases");
        tenant.aliases().forEach((alias, target) -> aliases.set(alias, target(target)));
        document.set("limits", list(tenant.limits(), ConfigDocuments::limit));
        ObjectNode keys = document.putObject("keys");
        tenant.keys().forEach((key, policy) -> keys.set(key.value(), policy(policy)));
        if (tenant.ceiling() != null) {
            document.set("ceiling", price(tenant.ceiling()));
        }
        return document.toString();
    }

    static TenantConfig tenant(TenantId tenant, long version, String json) {
        JsonNode document = tree(json);
        var keys = new HashMap<KeyId, KeyPolicy>();
        member(document, "keys")
                .properties()
                .forEach(key -> keys.put(new KeyId(key.getKey()), policy(key.getValue())));
        JsonNode ceiling = document.get("ceiling");
        return new TenantConfig(
                version,
                tenant,
                text(document, "name"),
                zone(text(document, "zone")),
                map(member(document, "aliases"), ConfigDocuments::target),
                limits(document),
                keys,
                ceiling == null ? null : price(ceiling));
    }

    private static ObjectNode issuer(IssuerConfig issuer) {
        ObjectNode node = NODES.objectNode();
        node.put("issuer", issuer.issuer());
        node.put("jwksUri", issuer.jwksUri().toString());
        node.put("audience", issuer.audience());
        node.set("algorithms", list(issuer.algorithms(), NODES::textNode));
        node.put("tenantClaim", issuer.tenantClaim());
        ObjectNode tenants = node.putObject("tenants");
        issuer.tenants().forEach(tenants::put);
        node.put("leewaySeconds", issuer.leeway().toSeconds());
        return node;
    }

    private static IssuerConfig issuer(JsonNode node) {
        return new IssuerConfig(
                text(node, "issuer"),
                URI.create(text(node, "jwksUri")),
                text(node, "audience"),
                texts(node, "algorithms"),
                text(node, "tenantClaim"),
                map(member(node, "tenants"), JsonNode::textValue),
                Duration.ofSeconds(number(node, "leewaySeconds")));
    }

    private static ObjectNode provider(ProviderConfig provider) {
        ObjectNode node = NODES.objectNode();
        node.put("id", provider.id());
        node.put("kind", provider.kind().word());
        node.put("baseUrl", provider.baseUrl().toString());
        node.put("region", provider.region());
        node.put("credential", provider.credential());
        node.put("outputBound", provider.outputBound());
        return node;
    }

    private static Optional<ProviderConfig> provider(JsonNode node) {
        String word = text(node, "kind");
        return Arrays.stream(ProviderKind.values())
                .filter(kind -> kind.word().equals(word))
                .findAny()
                .map(kind ->
                        new ProviderConfig(
                                text(node, "id"),
                                kind,
                                URI.create(text(node, "baseUrl")),
                                node.path("region").textValue(),
                                node.path("credential").textValue(),
                                Math.toIntExact(number(node, "outputBound"))));
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
        JsonNode rates = member(node, "nanosPerMillion");
        return new Price(
                text(node, "version"),
                Instant.parse(text(node, "from")),
                Arrays.stream(TokenKind.values())
                        .filter(kind -> rates.has(kind.word()))
                        .collect(
                                Collectors.toMap(
                                        Function.identity(), kind -> number(rates, kind.word()))));
    }

    private static ObjectNode target(Target target) {
        return NODES.objectNode()
                .put("provider", target.provider())
                .put("model", target.model())
                .put("maxOutputTokens", target.maxOutputTokens());
    }

    private static Target target(JsonNode node) {
        return new Target(
                text(node, "provider"),
                text(node, "model"),
                Math.toIntExact(number(node, "maxOutputTokens")));
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
                switch (text(node, "scope")) {
                    case "tenant" -> new LimitScope.WholeTenant();
                    case "key" -> new LimitScope.OneKey(new KeyId(text(node, "key")));
                    case String word -> throw unknown("limit scope", word);
                };
        return new Limit(
                scope,
                ofWord(Window.values(), Window::word, text(node, "window")),
                ofWord(LimitUnit.values(), LimitUnit::word, text(node, "unit")),
                number(node, "amount"));
    }

    private static List<Limit> limits(JsonNode node) {
        return stream(member(node, "limits")).map(ConfigDocuments::limit).toList();
    }

    private static ObjectNode policy(KeyPolicy policy) {
        ObjectNode node = NODES.objectNode();
        node.set("models", list(policy.scope().models(), NODES::textNode));
        node.set("routes", list(policy.scope().routes(), family -> NODES.textNode(family.word())));
        node.set("limits", list(policy.limits(), ConfigDocuments::limit));
        return node;
    }

    private static KeyPolicy policy(JsonNode node) {
        Set<RouteFamily> routes =
                texts(node, "routes").stream()
                        .flatMap(word -> RouteFamily.ofWord(word).stream())
                        .collect(Collectors.toSet());
        return new KeyPolicy(new Scope(texts(node, "models"), routes), limits(node));
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a config document that is not JSON", e);
        }
    }

    private static ZoneId zone(String id) {
        try {
            return ZoneId.of(id);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("a config document with time zone " + id, e);
        }
    }

    private static <T> ArrayNode list(
            Collection<T> values, Function<? super T, ? extends JsonNode> write) {
        ArrayNode array = NODES.arrayNode();
        values.forEach(value -> array.add(write.apply(value)));
        return array;
    }

    private static <T> Map<String, T> map(JsonNode node, Function<JsonNode, T> read) {
        return node.properties().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> read.apply(e.getValue())));
    }

    private static Stream<JsonNode> stream(JsonNode node) {
        return node.valueStream();
    }

    private static Set<String> texts(JsonNode node, String name) {
        return stream(member(node, name)).map(JsonNode::textValue).collect(Collectors.toSet());
    }

    private static String text(JsonNode node, String name) {
        String value = member(node, name).textValue();
        if (value == null) {
            throw new IllegalArgumentException("a config document where " + name + " is no text");
        }
        return value;
    }

    private static long number(JsonNode node, String name) {
        JsonNode value = member(node, name);
        if (!value.canConvertToLong() || !value.isIntegralNumber()) {
            throw new IllegalArgumentException("a config document where " + name + " is no number");
        }
        return value.longValue();
    }

    private static JsonNode member(JsonNode node, String name) {
        JsonNode value = node.get(name);
        if (value == null) {
            throw new IllegalArgumentException("a config document without " + name);
        }
        return value;
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
