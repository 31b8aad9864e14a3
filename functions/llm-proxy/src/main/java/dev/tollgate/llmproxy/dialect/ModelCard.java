package dev.tollgate.llmproxy.dialect;

import dev.tollgate.core.config.Target;
import dev.tollgate.core.money.Price;
import org.jspecify.annotations.Nullable;

/// A model that a caller may use.
///
/// @param alias what the caller asks for
/// @param price what its tokens cost now; null where none is set and the tenant has no ceiling, so
///   that calls are refused
public record ModelCard(String alias, Target target, @Nullable Price price) {}
