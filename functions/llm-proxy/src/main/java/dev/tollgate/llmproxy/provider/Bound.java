package dev.tollgate.llmproxy.provider;

import dev.tollgate.core.money.Money;
import dev.tollgate.core.money.Price;
import dev.tollgate.core.money.Usage;

/// What one attempt can take at the most, known before it is made: what is held for it, and what
/// stands in where its provider does not say what it took.
public sealed interface Bound permits TokenBound, GuardrailBound {
    /// Tokens at the most, 0 or more.
    long tokens();

    /// What it costs at the most. No usage within the bound costs more, rounding included.
    ///
    /// @param price of the same offering
    /// @throws ArithmeticException above the largest [Money]
    Money most(Price price);

    /// What the caller can do to make it smaller, for refusals.
    String smaller();

    /// The provider's count in the kinds that were held for.
    Usage asked(Usage counted);

    /// The whole bound as usage: for a call that may have worked and of which nothing is known.
    Usage whole();

    /// The stand-in where a provider gave no usage.
    ///
    /// @param outputBytes of text that was seen
    Usage seen(long outputBytes);

    /// The same where the provider has counted what it read.
    ///
    /// @param read without any output
    Usage seen(long outputBytes, Usage read);
}
