package dev.tollgate.llmproxy.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.core.money.Usage;
import dev.tollgate.core.money.UsageKind;
import dev.tollgate.llmproxy.provider.HttpHead;
import dev.tollgate.llmproxy.provider.PassedAnswer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// Bedrock's answer to ApplyGuardrail, for a client of the same language.
final class GuardrailReader extends PassedAnswer {
    /// In every answer.
    private static final Map<String, UsageKind> ALWAYS =
            Map.of(
                    "topicPolicyUnits", UsageKind.TOPIC_POLICY,
                    "contentPolicyUnits", UsageKind.CONTENT_POLICY,
                    "wordPolicyUnits", UsageKind.WORD_POLICY,
                    "sensitiveInformationPolicyUnits", UsageKind.SENSITIVE_INFORMATION_POLICY,
                    "contextualGroundingPolicyUnits", UsageKind.CONTEXTUAL_GROUNDING_POLICY);

    private static final String IMAGES = "contentPolicyImageUnits";
    private static final String REASONING = "automatedReasoningPolicyUnits";

    /// How many policies the units of automated reasoning are of; each has its price.
    private static final String REASONING_POLICIES = "automatedReasoningPolicies";

    private static final String FREE = "sensitiveInformationPolicyFreeUnits";

    @Override
    public Map<String, String> head(HttpHead head) {
        return BedrockHeaders.client(head);
    }

    /// Empty where a count is missing that every answer has, or there is one whose price nobody
    /// here knows.
    @Override
    protected Optional<Usage> usage(ObjectNode document) {
        JsonNode units = document.path("usage");
        boolean known =
                ALWAYS.keySet().stream().allMatch(units::has)
                        && units.propertyStream()
                                .filter(unit -> unit.getKey().endsWith("Units"))
                                .allMatch(GuardrailReader::isKnown);
        if (!known) {
            return Optional.empty();
        }
        var counts = new EnumMap<UsageKind, Long>(UsageKind.class);
        ALWAYS.forEach((name, kind) -> counts.put(kind, units.path(name).longValue()));
        counts.put(UsageKind.CONTENT_POLICY_IMAGE, units.path(IMAGES).asLong(0));
        long policies = Math.max(1, units.path(REASONING_POLICIES).asInt(1));
        counts.put(UsageKind.AUTOMATED_REASONING_POLICY, units.path(REASONING).asInt(0) * policies);
        return Optional.of(new Usage(counts, false));
    }

    private static boolean isKnown(Map.Entry<String, JsonNode> unit) {
        String name = unit.getKey();
        boolean priced = ALWAYS.containsKey(name) || name.equals(IMAGES) || name.equals(REASONING);
        JsonNode count = unit.getValue();
        return (priced && count.canConvertToInt() && count.intValue() >= 0) || name.equals(FREE);
    }

    @Override
    public String complaint(byte[] error) {
        return BedrockComplaint.read(error);
    }
}
