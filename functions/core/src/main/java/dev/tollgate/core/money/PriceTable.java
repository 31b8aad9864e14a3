package dev.tollgate.core.money;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Dated prices by what is priced (`<provider>/<model or guardrail>`). An unknown one has no price,
/// never a price of zero.
public record PriceTable(Map<String, List<Price>> prices) {
    public PriceTable {
        prices =
                prices.entrySet().stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        Map.Entry::getKey,
                                        entry ->
                                                entry.getValue().stream()
                                                        .sorted(Comparator.comparing(Price::from))
                                                        .toList()));
    }

    /// The price in force at the instant, if there is one.
    public Optional<Price> at(String model, Instant instant) {
        return prices.getOrDefault(model, List.of()).stream()
                .filter(price -> !price.from().isAfter(instant))
                .reduce((_, later) -> later);
    }
}
