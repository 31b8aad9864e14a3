package dev.tollgate.control.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.core.config.ChatServer;
import dev.tollgate.core.config.IssuerConfig;
import dev.tollgate.core.config.KeyPolicy;
import dev.tollgate.core.config.Modality;
import dev.tollgate.core.config.ModelFacts;
import dev.tollgate.core.config.PlatformConfig;
import dev.tollgate.core.config.ProviderConfig;
import dev.tollgate.core.config.ProviderKind;
import dev.tollgate.core.config.Target;
import dev.tollgate.core.config.TenantConfig;
import dev.tollgate.core.config.UpstreamKey;
import dev.tollgate.core.ledger.Limit;
import dev.tollgate.core.ledger.LimitScope;
import dev.tollgate.core.ledger.LimitUnit;
import dev.tollgate.core.ledger.Window;
import dev.tollgate.core.money.Money;
import dev.tollgate.core.money.Price;
import dev.tollgate.core.money.PriceTable;
import dev.tollgate.core.money.UsageKind;
import dev.tollgate.core.principal.KeyId;
import dev.tollgate.core.principal.RouteFamily;
import dev.tollgate.core.principal.Scope;
import dev.tollgate.core.tenant.TenantId;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Turns the trees of files without a mistake into the domain's records, of version 0.
final class RecordReader {
    private static final String DEFAULT_LEEWAY = "30s";
    private static final String SHARED_ALLOWED = "allowed";
    private static final int DEFAULT_OUTPUT_BOUND = 4096;

    private RecordReader() {}

    static PlatformConfig platform(JsonNode tree, Presets presets) {
        var providers = new HashMap<String, ProviderConfig>();
        PlatformCheck.fields(tree.path("providers"))
                .forEach((id, node) -> providers.put(id, provider(id, node, presets)));
        var prices = new HashMap<String, List<Price>>();
        PlatformCheck.fields(tree.path("prices"))
                .forEach((provider, models) ->
                        PlatformCheck.fields(models)
                                .forEach((model, dated) ->
                                        prices.put(
                                                new Target(provider, model, 1).priced(),
                                                dated.valueStream()
                                                        .map(RecordReader::datedPrice)
                                                        .toList())));
        return new PlatformConfig(
                0,
                tree.path("issuers").valueStream().map(RecordReader::issuer).toList(),
                providers,
                new PriceTable(prices),
                models(tree.path("models")));
    }

    static TenantConfig tenant(JsonNode tree) {
        var keys = new HashMap<KeyId, KeyPolicy>();
        PlatformCheck.fields(tree.path("keys"))
                .forEach((id, node) -> keys.put(new KeyId(id), policy(new KeyId(id), node)));
        JsonNode ceiling = tree.path("ceilingPrice");
        return new TenantConfig(
                0,
                new TenantId(tree.path("tenant").textValue()),
                tree.path("name").textValue(),
                ZoneId.of(tree.path("timeZone").textValue()),
                map(tree.path("aliases"), RouteReader::route),
                limits(tree.path("limits"), new LimitScope.WholeTenant()),
                keys,
                ceiling.isMissingNode() ? null : price(ceiling, Instant.EPOCH),
                map(tree.path("upstreamKeys"), RecordReader::upstreamKey));
    }

    private static UpstreamKey upstreamKey(JsonNode node) {
        return new UpstreamKey(
                node.path("credential").textValue(),
                node.path("shared").asText().equals(SHARED_ALLOWED));
    }

    private static Map<String, ModelFacts> models(JsonNode tree) {
        var models = new HashMap<String, ModelFacts>();
        PlatformCheck.fields(tree)
                .forEach((provider, named) ->
                        PlatformCheck.fields(named)
                                .forEach((model, node) ->
                                        models.put(
                                                new Target(provider, model, 1).priced(),
                                                facts(node))));
        return models;
    }

    private static ModelFacts facts(JsonNode node) {
        JsonNode context = node.path("context");
        return new ModelFacts(
                context.isNumber() ? context.longValue() : null,
                modalities(node.path("input")),
                modalities(node.path("output")));
    }

    private static Set<Modality> modalities(JsonNode words) {
        return texts(words).stream()
                .map(word -> Modality.ofWord(word).orElseThrow())
                .collect(Collectors.toSet());
    }

    private static IssuerConfig issuer(JsonNode node) {
        String leeway = node.path("leeway").asText(DEFAULT_LEEWAY);
        return new IssuerConfig(
                node.path("issuer").textValue(),
                URI.create(node.path("jwksUri").textValue()),
                node.path("audience").textValue(),
                texts(node.path("algorithms")),
                node.path("tenantClaim").textValue(),
                map(node.path("tenants"), JsonNode::textValue),
                texts(node.path("claims")),
                RouteReader.seconds(leeway));
    }

    private static ProviderConfig provider(String id, JsonNode node, Presets presets) {
        String word = node.path("kind").textValue();
        ProviderKind kind =
                Arrays.stream(ProviderKind.values())
                        .filter(known -> known.word().equals(word))
                        .findAny()
                        .orElseThrow();
        Optional<Presets.Preset> preset =
                Optional.ofNullable(node.path("preset").textValue())
                        .map(name -> presets.named(name).orElseThrow());
        String baseUrl = node.path("baseUrl").textValue();
        return new ProviderConfig(
                id,
                kind,
                URI.create(baseUrl == null ? preset.orElseThrow().baseUrl() : baseUrl),
                node.path("region").textValue(),
                node.path("credential").textValue(),
                node.path("outputBound").asInt(DEFAULT_OUTPUT_BOUND),
                server(preset.map(Presets.Preset::server).orElse(ChatServer.ANY), node));
    }

    private static ChatServer server(ChatServer preset, JsonNode node) {
        String version = node.path("apiVersion").textValue();
        return version == null ? preset : preset.withApiVersion(version);
    }

    private static Price datedPrice(JsonNode node) {
        LocalDate from = LocalDate.parse(node.path("from").textValue());
        return price(node, from.atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    private static Price price(JsonNode node, Instant from) {
        var rates = new EnumMap<UsageKind, Long>(UsageKind.class);
        for (UsageKind kind : UsageKind.values()) {
            if (node.has(kind.word())) {
                rates.put(kind, nanos(node.path(kind.word())));
            }
        }
        return new Price(node.path("version").textValue(), from, rates);
    }

    private static KeyPolicy policy(KeyId key, JsonNode node) {
        Set<RouteFamily> routes =
                texts(node.path("routes")).stream()
                        .map(word -> RouteFamily.ofWord(word).orElseThrow())
                        .collect(Collectors.toSet());
        return new KeyPolicy(
                new Scope(texts(node.path("models")), routes),
                limits(node.path("limits"), new LimitScope.OneKey(key)));
    }

    /// In the order of units and windows, not of the file, so that the same limits are equal.
    private static List<Limit> limits(JsonNode node, LimitScope scope) {
        var limits = new ArrayList<Limit>();
        for (LimitUnit unit : LimitUnit.values()) {
            for (Window window : Window.values()) {
                JsonNode amount = node.path(unit.word()).path(window.word());
                if (amount.isNumber()) {
                    limits.add(new Limit(scope, window, unit, amount(unit, amount)));
                }
            }
        }
        return limits;
    }

    private static long amount(LimitUnit unit, JsonNode amount) {
        return switch (unit) {
            case REQUESTS, TOKENS -> amount.longValue();
            case MONEY -> nanos(amount);
        };
    }

    private static long nanos(JsonNode dollars) {
        return Money.ofDollars(dollars.decimalValue().toPlainString()).nanos();
    }

    static Set<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::textValue).collect(Collectors.toSet());
    }

    static <T> Map<String, T> map(JsonNode node, Function<JsonNode, T> read) {
        var map = new HashMap<String, T>();
        PlatformCheck.fields(node).forEach((name, value) -> map.put(name, read.apply(value)));
        return map;
    }
}
