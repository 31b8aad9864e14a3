package dev.tollgate.core.config;

import dev.tollgate.core.money.PriceTable;
import java.util.List;
import java.util.Map;

/// What the platform team decides for everybody.
///
/// @param version grows by one with every applied change
/// @param models what is said of models, by [Target#priced]
public record PlatformConfig(
        long version,
        List<IssuerConfig> issuers,
        Map<String, ProviderConfig> providers,
        PriceTable prices,
        Map<String, ModelFacts> models) {
    /// What stands before anything was applied: nobody gets in and nothing can be called.
    public static final PlatformConfig EMPTY =
            new PlatformConfig(0, List.of(), Map.of(), new PriceTable(Map.of()), Map.of());

    public PlatformConfig {
        issuers = List.copyOf(issuers);
        providers = Map.copyOf(providers);
        models = Map.copyOf(models);
    }

    /// What is said of the target's model.
    public ModelFacts facts(Target target) {
        return models.getOrDefault(target.priced(), ModelFacts.UNKNOWN);
    }

    /// The same under another version.
    public PlatformConfig withVersion(long version) {
        return new PlatformConfig(version, issuers, providers, prices, models);
    }
}
