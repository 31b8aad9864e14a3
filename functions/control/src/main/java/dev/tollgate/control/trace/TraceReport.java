package dev.tollgate.control.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.core.call.Attempt;
import dev.tollgate.core.call.CallLine;
import dev.tollgate.core.call.Decision;
import dev.tollgate.core.money.Money;
import java.time.Duration;
import java.util.Locale;

/// The body of `/v1/traces/{id}`, as the schema `TraceResponse` of the contract has it. No word of
/// a prompt or an answer is in it: none is on the line.
final class TraceReport {
    private static final ObjectMapper JSON = new ObjectMapper();

    private TraceReport() {}

    static byte[] json(CallLine line) {
        ObjectNode report = JSON.createObjectNode();
        report.put("requestId", line.requestId());
        report.put("call", line.call().value());
        report.put("tenant", line.tenant().value());
        report.put("subject", line.subject());
        if (line.key() != null) {
            report.put("key", line.key().value());
        }
        report.put("alias", line.alias());
        cost(report, line.cost());
        var attempts = report.putArray("attempts");
        line.attempts().forEach(attempt -> write(attempts.addObject(), attempt));
        try {
            return JSON.writeValueAsBytes(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of text and numbers is JSON", e);
        }
    }

    private static void write(ObjectNode node, Attempt attempt) {
        Decision decision = attempt.decision();
        node.put("number", attempt.number());
        node.put("target", attempt.target());
        node.put("upstreamKey", word(decision.keyOwner()));
        node.put("reason", word(decision.reason()));
        node.put("configVersion", decision.configVersion());
        var passedOver = node.putArray("passedOver");
        decision.passedOver().forEach(passedOver::add);
        var dropped = node.putArray("dropped");
        decision.dropped().forEach(dropped::add);
        node.put("outcome", word(attempt.outcome()));
        if (!decision.failure().isEmpty()) {
            node.put("failure", decision.failure());
        }
        node.put("startedAt", attempt.startedAt().toString());
        node.put("endedAt", attempt.endedAt().toString());
        node.put("millis", Duration.between(attempt.startedAt(), attempt.endedAt()).toMillis());
        ObjectNode usage = node.putObject("usage");
        attempt.usage().counts().forEach((kind, count) -> usage.put(kind.word(), count));
        node.put("estimated", attempt.usage().estimated());
        node.put("priceVersion", attempt.priceVersion());
        cost(node, attempt.cost());
    }

    private static void cost(ObjectNode node, Money cost) {
        node.putObject("cost").put("nanoDollars", cost.nanos()).put("dollars", cost.dollars());
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
