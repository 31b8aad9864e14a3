package dev.tollgate.llmproxy;

import dev.tollgate.core.config.ChatServer;
import dev.tollgate.core.config.KeyHeader;
import dev.tollgate.core.config.Modality;
import dev.tollgate.core.config.ModelFacts;
import dev.tollgate.core.config.PlatformConfig;
import dev.tollgate.core.config.ProviderConfig;
import dev.tollgate.core.config.ProviderKind;
import dev.tollgate.core.config.Route;
import dev.tollgate.core.config.Target;
import dev.tollgate.core.money.Price;
import dev.tollgate.core.money.PriceTable;
import dev.tollgate.testkit.Fixtures;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A platform with a provider of every kind, all at one scripted upstream.
final class RigPlatform {
    private static final ChatServer AZURE_DEPLOYMENTS =
            new ChatServer(
                    "/deployments/{model}/chat/completions",
                    "2024-10-21",
                    KeyHeader.API_KEY,
                    List.of("max_completion_tokens"),
                    true,
                    Set.of());

    private RigPlatform() {}

    /// @param elsewhere a provider that is not there
    static PlatformConfig of(URI upstream, ProviderConfig elsewhere, PriceTable prices) {
        return new PlatformConfig(
                1,
                List.of(),
                Stream.of(
                                elsewhere,
                                new ProviderConfig(
                                        "own-bedrock",
                                        ProviderKind.BEDROCK,
                                        upstream,
                                        "us-east-1",
                                        null,
                                        512),
                                provider("sim-bedrock", ProviderKind.BEDROCK, upstream),
                                provider("sim-anthropic", ProviderKind.ANTHROPIC, upstream),
                                provider(
                                        "sim-gemini",
                                        ProviderKind.GEMINI,
                                        upstream.resolve("/v1beta")),
                                new ProviderConfig(
                                        "sim-azure",
                                        ProviderKind.OPENAI,
                                        upstream.resolve("/openai"),
                                        null,
                                        "env:TOLLGATE_UPSTREAM_KEY",
                                        512,
                                        AZURE_DEPLOYMENTS),
                                provider(
                                        "sim-openai", ProviderKind.OPENAI, upstream.resolve("/v1")))
                        .collect(Collectors.toMap(ProviderConfig::id, Function.identity())),
                prices,
                Map.of(
                        "sim-openai/gpt-sim",
                        new ModelFacts(
                                128_000L,
                                Set.of(Modality.TEXT, Modality.IMAGE),
                                Set.of(Modality.TEXT))));
    }

    /// What every tenant calls these providers' models.
    static Map<String, Route> aliases() {
        var aliases = new TreeMap<>(Fixtures.tenant(Fixtures.ACME).aliases());
        aliases.put(Rig.ANTHROPIC, Route.to(new Target("sim-anthropic", "claude-sim-1", 256)));
        aliases.put(Rig.GEMINI, Route.to(new Target("sim-gemini", "gemini-sim", 256)));
        aliases.put(Rig.OWN, Route.to(new Target("own-bedrock", "anthropic.claude-sim-v1:0", 256)));
        aliases.put(Rig.MASK, Route.to(guardrail("mask")));
        return aliases;
    }

    /// @param models prices by `<provider>/<model>`
    /// @param units the price of the guardrails `mask` and `block`
    static PriceTable prices(Map<String, Price> models, Price units) {
        var prices = new TreeMap<>(models);
        prices.put(guardrail("mask").priced(), units);
        prices.put(guardrail("block").priced(), units);
        return new PriceTable(
                prices.entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        Map.Entry::getKey, one -> List.of(one.getValue()))));
    }

    /// @param name with a version or without
    static Target guardrail(String name) {
        return new Target("sim-bedrock", Target.GUARDRAIL + name, 0);
    }

    static ProviderConfig provider(String id, ProviderKind kind, URI url) {
        return new ProviderConfig(
                id,
                kind,
                url,
                kind == ProviderKind.BEDROCK ? "us-east-1" : null,
                kind == ProviderKind.BEDROCK
                        ? "env:TOLLGATE_UPSTREAM_AWS"
                        : "env:TOLLGATE_UPSTREAM_KEY",
                512);
    }
}
