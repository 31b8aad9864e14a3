package dev.tollgate.core.config;

import dev.tollgate.core.money.PriceTable;
import java.util.List;
import java.util.Map;

/// What the platform team decides for everybody.
///
/// @param version grows by one with every applied change
public record PlatformConfig(
        long version,
        List<IssuerConfig> issuers,
        Map<String, ProviderConfig> providers,
        PriceTable prices) {
    public PlatformConfig {
        issuers = List.copyOf(issuers);
        providers = Map.copyOf(providers);
    }
}
