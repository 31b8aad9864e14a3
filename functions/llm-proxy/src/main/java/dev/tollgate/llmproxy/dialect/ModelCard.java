package dev.tollgate.llmproxy.dialect;

import dev.tollgate.core.config.ModelFacts;
import dev.tollgate.core.config.Target;
import dev.tollgate.core.money.Money;
import dev.tollgate.core.money.Price;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A model that a caller may use.
///
/// @param alias what the caller asks for
/// @param price what its tokens cost now; null where none is set and the tenant has no ceiling, so
///   that calls are refused
public record ModelCard(String alias, Target target, ModelFacts facts, @Nullable Price price) {
    /// The price in dollars for a million tokens, by the word of the kind; empty where none is set.
    public Map<String, String> dollars() {
        var dollars = new TreeMap<String, String>();
        if (price != null) {
            price.nanosPerMillion()
                    .forEach((kind, rate) -> dollars.put(kind.word(), new Money(rate).dollars()));
        }
        return dollars;
    }
}
