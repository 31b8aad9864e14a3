package dev.tollgate.control.usage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.core.ledger.Limit;
import dev.tollgate.core.ledger.LimitState;
import dev.tollgate.core.ledger.LimitUnit;
import dev.tollgate.core.money.Money;
import dev.tollgate.core.tenant.TenantId;
import java.time.Instant;
import java.util.List;

/// The body of `/v1/usage`, as the schema `UsageResponse` of the contract has it. Amounts are
/// integers in the limit's unit; money is nano-dollars, with the same in dollars as text under
/// `dollars`.
final class UsageReport {
    private static final ObjectMapper JSON = new ObjectMapper();

    private UsageReport() {}

    static byte[] json(TenantId tenant, Instant at, List<LimitState> limits) {
        ObjectNode report = JSON.createObjectNode();
        report.put("tenant", tenant.value());
        report.put("at", at.toString());
        var list = report.putArray("limits");
        limits.forEach(state -> write(list.addObject(), state));
        try {
            return JSON.writeValueAsBytes(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of text and numbers is JSON", e);
        }
    }

    private static void write(ObjectNode node, LimitState state) {
        Limit limit = state.limit();
        node.put("scope", limit.scope().describe());
        node.put("window", limit.window().word());
        node.put("unit", limit.unit().word());
        node.put("limit", limit.amount());
        node.put("settled", state.settled());
        node.put("held", state.held());
        if (limit.unit() == LimitUnit.MONEY) {
            ObjectNode dollars = node.putObject("dollars");
            dollars.put("limit", new Money(limit.amount()).dollars());
            dollars.put("settled", new Money(state.settled()).dollars());
            dollars.put("held", new Money(state.held()).dollars());
        }
        node.put("resetsAt", state.periodEnd().toString());
    }
}
