package dev.tollgate.core.money;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/// What usage is counted in and has prices of its own. The kinds of one usage are disjoint: a token
/// is counted once.
///
/// A guardrail's kinds are the units of its policies as Amazon Bedrock counts them (API reference,
/// `GuardrailUsage`): a unit of text is up to 1,000 characters, a unit of an image is the image.
/// What it counts as free has no kind.
public enum UsageKind {
    /// Read by the model, neither from nor into a cache.
    INPUT("input", Offering.MODEL),
    /// Written by the model, reasoning included.
    OUTPUT("output", Offering.MODEL),
    /// Read from the provider's prompt cache.
    CACHE_READ("cacheRead", Offering.MODEL),
    /// Written into the provider's prompt cache, for its default time.
    CACHE_WRITE("cacheWrite", Offering.MODEL),
    /// Written into the provider's prompt cache, for an hour.
    CACHE_WRITE_1H("cacheWrite1h", Offering.MODEL),
    /// Of sound, read by the model and from no cache.
    AUDIO("audio", Offering.MODEL),
    /// Text held against denied topics.
    TOPIC_POLICY("topicPolicy", Offering.GUARDRAIL),
    /// Text held against content filters.
    CONTENT_POLICY("contentPolicy", Offering.GUARDRAIL),
    /// Text held against lists of words.
    WORD_POLICY("wordPolicy", Offering.GUARDRAIL),
    /// Text searched for sensitive information.
    SENSITIVE_INFORMATION_POLICY("sensitiveInformationPolicy", Offering.GUARDRAIL),
    /// Text held against its sources.
    CONTEXTUAL_GROUNDING_POLICY("contextualGroundingPolicy", Offering.GUARDRAIL),
    /// Images held against content filters.
    CONTENT_POLICY_IMAGE("contentPolicyImage", Offering.GUARDRAIL),
    /// Text held against rules of logic, once for each policy of them.
    AUTOMATED_REASONING_POLICY("automatedReasoningPolicy", Offering.GUARDRAIL);

    private final String word;
    private final Offering offering;

    UsageKind(String word, Offering offering) {
        this.word = word;
        this.offering = offering;
    }

    /// The kinds in which an offering is counted.
    public static Set<UsageKind> of(Offering offering) {
        return Arrays.stream(values())
                .filter(kind -> kind.offering == offering)
                .collect(
                        Collectors.collectingAndThen(
                                Collectors.toCollection(() -> EnumSet.noneOf(UsageKind.class)),
                                Collections::unmodifiableSet));
    }

    /// The word for it in configuration and on lines.
    public String word() {
        return word;
    }

    /// What is counted in it.
    public Offering offering() {
        return offering;
    }

    /// Whether limits of tokens count it.
    public boolean isTokens() {
        return offering == Offering.MODEL;
    }
}
