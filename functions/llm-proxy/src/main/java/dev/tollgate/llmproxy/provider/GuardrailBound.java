package dev.tollgate.llmproxy.provider;

import dev.tollgate.core.money.Money;
import dev.tollgate.core.money.Offering;
import dev.tollgate.core.money.Price;
import dev.tollgate.core.money.Usage;
import dev.tollgate.core.money.UsageKind;
import java.util.EnumMap;

/// What applying a guardrail can take at the most, whatever its policies are: they are not known
/// here, so each kind of them is held for. It takes no tokens.
///
/// @param text units of text, 1 or more
/// @param images how many, 0 or more
public record GuardrailBound(long text, long images) implements Bound {
    /// Policies of automated reasoning that a guardrail has at the most (Bedrock API reference,
    /// `GuardrailAutomatedReasoningPolicyConfig`); each has a price of its own.
    private static final long REASONING_POLICIES = 2;

    /// Characters of a unit of text (Bedrock pricing).
    private static final int UNIT = 1000;

    public GuardrailBound {
        if (text < 1 || images < 0) {
            throw new IllegalArgumentException("units are 1 or more, images 0 or more");
        }
    }

    /// The units that a text of its own fills, an empty one too. Counted in UTF-16 code units, of
    /// which a character has one or two: whatever the provider calls a character, there are no more
    /// of them.
    public static long unitsOf(String text) {
        return Math.max(1, Math.ceilDiv(text.length(), UNIT));
    }

    @Override
    public long tokens() {
        return 0;
    }

    @Override
    public Money most(Price price) {
        return price.cost(whole());
    }

    @Override
    public String smaller() {
        return "send less content at a time";
    }

    /// Automated reasoning is at the most what was held: the provider does not say whether its
    /// count of units has the number of policies in it.
    @Override
    public Usage asked(Usage counted) {
        UsageKind reasoning = UsageKind.AUTOMATED_REASONING_POLICY;
        if (counted.of(reasoning) <= units(reasoning)) {
            return counted;
        }
        var counts = new EnumMap<UsageKind, Long>(counted.counts());
        counts.put(reasoning, units(reasoning));
        return new Usage(counts, counted.estimated());
    }

    @Override
    public Usage whole() {
        var counts = new EnumMap<UsageKind, Long>(UsageKind.class);
        UsageKind.of(Offering.GUARDRAIL).forEach(kind -> counts.put(kind, units(kind)));
        return new Usage(counts, true);
    }

    /// Policies are applied to all of the content or not at all, so what was seen says nothing.
    @Override
    public Usage seen(long outputBytes) {
        return whole();
    }

    @Override
    public Usage seen(long outputBytes, Usage read) {
        return whole();
    }

    private long units(UsageKind kind) {
        return switch (kind) {
            case TOPIC_POLICY,
                    CONTENT_POLICY,
                    WORD_POLICY,
                    SENSITIVE_INFORMATION_POLICY,
                    CONTEXTUAL_GROUNDING_POLICY ->
                    text;
            case CONTENT_POLICY_IMAGE -> images;
            case AUTOMATED_REASONING_POLICY -> REASONING_POLICIES * text;
            case INPUT, OUTPUT, CACHE_READ, CACHE_WRITE, CACHE_WRITE_1H, AUDIO -> 0;
        };
    }
}
