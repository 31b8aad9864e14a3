package dev.tollgate.core.config;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is said of a provider's model to those who may use it. Nothing is refused by it.
///
/// @param contextTokens how many tokens it reads and writes in one call at the most, 1 or more;
///   null where nobody said
/// @param input what it reads; empty where nobody said
/// @param output what it writes; empty where nobody said
public record ModelFacts(@Nullable Long contextTokens, Set<Modality> input, Set<Modality> output) {
    /// Nobody said anything.
    public static final ModelFacts UNKNOWN = new ModelFacts(null, Set.of(), Set.of());

    public ModelFacts {
        input = Set.copyOf(input);
        output = Set.copyOf(output);
    }
}
