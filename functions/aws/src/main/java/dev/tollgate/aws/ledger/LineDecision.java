package dev.tollgate.aws.ledger;

import dev.tollgate.core.call.Decision;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// An attempt's decision as its line stores it, beside the attempt's own members. What says nothing
/// is left out: most calls have one attempt at their first target, and each byte of an item is paid
/// for.
final class LineDecision {
    private static final String CONFIG = "k";
    private static final String REASON = "w";
    private static final String PASSED_OVER = "po";
    private static final String DROPPED = "dr";
    private static final String FAILURE = "f";
    private static final String KEY_OWNER = "ko";

    private LineDecision() {}

    static Map<String, AttributeValue> encode(Decision decision) {
        var map = new HashMap<String, AttributeValue>();
        if (decision.configVersion() > 0) {
            map.put(CONFIG, AttributeValue.fromN(Long.toString(decision.configVersion())));
        }
        if (decision.reason() != Decision.Reason.FIRST) {
            map.put(REASON, AttributeValue.fromS(decision.reason().name()));
        }
        put(map, PASSED_OVER, decision.passedOver());
        put(map, DROPPED, decision.dropped());
        if (!decision.failure().isEmpty()) {
            map.put(FAILURE, AttributeValue.fromS(decision.failure()));
        }
        if (decision.keyOwner() != Decision.KeyOwner.SHARED) {
            map.put(KEY_OWNER, AttributeValue.fromS(decision.keyOwner().name()));
        }
        return map;
    }

    static Decision decode(Map<String, AttributeValue> map) {
        AttributeValue config = map.get(CONFIG);
        AttributeValue reason = map.get(REASON);
        AttributeValue failure = map.get(FAILURE);
        AttributeValue owner = map.get(KEY_OWNER);
        return new Decision(
                config == null ? 0 : Long.parseLong(config.n()),
                reason == null ? Decision.Reason.FIRST : Decision.Reason.valueOf(reason.s()),
                texts(map.get(PASSED_OVER)),
                texts(map.get(DROPPED)),
                failure == null ? "" : failure.s(),
                owner == null ? Decision.KeyOwner.SHARED : Decision.KeyOwner.valueOf(owner.s()));
    }

    private static void put(Map<String, AttributeValue> map, String name, List<String> texts) {
        if (!texts.isEmpty()) {
            map.put(name, AttributeValue.fromL(texts.stream().map(AttributeValue::fromS).toList()));
        }
    }

    private static List<String> texts(@Nullable AttributeValue value) {
        return value == null ? List.of() : value.l().stream().map(AttributeValue::s).toList();
    }
}
