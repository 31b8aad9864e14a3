package dev.tollgate.localstack.stack;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.core.call.Attempt;
import dev.tollgate.core.call.CallLine;
import dev.tollgate.core.config.TenantConfig;
import dev.tollgate.core.ledger.Limit;
import dev.tollgate.core.ledger.LimitState;
import dev.tollgate.core.ledger.LimitUnit;
import dev.tollgate.core.ledger.OpenHold;
import dev.tollgate.core.ledger.QuotaLedger;
import dev.tollgate.core.money.Money;
import dev.tollgate.core.money.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One tenant's books for people and programs: limits, holds, newest lines.
public record LedgerReport(TenantConfig tenant, QuotaLedger.Books books, List<CallLine> lines) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// Reads the books, the limits of single keys included.
    ///
    /// @param most lines, 1 to 1000
    public static LedgerReport read(QuotaLedger ledger, TenantConfig tenant, Instant at, int most) {
        List<Limit> limits =
                Stream.concat(
                                tenant.limits().stream(),
                                tenant.keys().values().stream()
                                        .flatMap(key -> key.limits().stream()))
                        .toList();
        return new LedgerReport(
                tenant,
                ledger.books(tenant.tenant(), limits, tenant.zone(), at),
                ledger.lines(tenant.tenant(), most));
    }

    /// Everything, amounts as integers (money in nano-dollars).
    public ObjectNode json() {
        ObjectNode root = JSON.createObjectNode().put("tenant", tenant.tenant().value());
        var limits = root.putArray("limits");
        books.limits().forEach(state -> limits.add(json(state)));
        var holds = root.putArray("holds");
        books.holds().forEach(hold -> holds.add(json(hold)));
        var array = root.putArray("lines");
        lines.forEach(line -> array.add(json(line)));
        return root;
    }

    /// A page for a terminal.
    public String text() {
        var page = new StringBuilder();
        page.append(tenant.tenant()).append(" (").append(tenant.name()).append(")\n\nLimits\n");
        for (LimitState state : books.limits()) {
            page.append(
                    String.format(
                            Locale.ROOT,
                            "  %-46s settled %s, held %s, until %s%n",
                            state.limit().describe(),
                            amount(state.limit(), state.settled()),
                            amount(state.limit(), state.held()),
                            state.periodEnd()));
        }
        page.append("\nHolds\n");
        for (OpenHold hold : books.holds()) {
            page.append(
                    String.format(
                            Locale.ROOT,
                            "  %s  %s, lease until %s%n",
                            hold.call(),
                            hold.amounts().money(),
                            hold.leaseUntil()));
        }
        page.append("\nLines, newest first\n");
        for (CallLine line : lines) {
            page.append(
                    String.format(
                            Locale.ROOT, "  %s  %s  %s%n", line.call(), line.alias(), line.cost()));
            line.attempts().forEach(attempt -> page.append(text(attempt)));
        }
        return page.toString();
    }

    private static String text(Attempt attempt) {
        return String.format(
                Locale.ROOT,
                "    %d. %s %s, %s%s, %s, %s%n",
                attempt.number(),
                attempt.target(),
                word(attempt),
                took(attempt.usage()),
                attempt.usage().estimated() ? " (estimated)" : "",
                attempt.cost(),
                attempt.endedAt());
    }

    /// The tokens of all kinds, or the units of each: `7 tokens`, `2 contentPolicy + 2 wordPolicy`.
    private static String took(Usage usage) {
        String units =
                usage.counts().entrySet().stream()
                        .filter(count -> !count.getKey().isTokens())
                        .map(count -> count.getValue() + " " + count.getKey().word())
                        .collect(Collectors.joining(" + "));
        return units.isEmpty() ? usage.tokens() + " tokens" : units;
    }

    private static String amount(Limit limit, long amount) {
        return limit.unit() == LimitUnit.MONEY
                ? new Money(amount).toString()
                : Long.toString(amount);
    }

    private static String word(Attempt attempt) {
        return attempt.outcome().name().toLowerCase(Locale.ROOT);
    }

    private static ObjectNode json(LimitState state) {
        return JSON.createObjectNode()
                .put("scope", state.limit().scope().describe())
                .put("window", state.limit().window().word())
                .put("unit", state.limit().unit().word())
                .put("limit", state.limit().amount())
                .put("settled", state.settled())
                .put("held", state.held())
                .put("resetsAt", state.periodEnd().toString());
    }

    private static ObjectNode json(OpenHold hold) {
        return JSON.createObjectNode()
                .put("call", hold.call().value())
                .put("attempt", hold.attempt())
                .put("costNanos", hold.amounts().money().nanos())
                .put("tokens", hold.amounts().tokens())
                .put("leaseUntil", hold.leaseUntil().toString());
    }

    private static ObjectNode json(CallLine line) {
        ObjectNode node =
                JSON.createObjectNode()
                        .put("tenant", line.tenant().value())
                        .put("call", line.call().value())
                        .put("subject", line.subject())
                        .put("alias", line.alias())
                        .put("requestId", line.requestId())
                        .put("costNanos", line.cost().nanos());
        var key = line.key();
        node.put("key", key == null ? null : key.value());
        var attempts = node.putArray("attempts");
        line.attempts().forEach(attempt -> attempts.add(json(attempt)));
        return node;
    }

    private static ObjectNode json(Attempt attempt) {
        ObjectNode node =
                JSON.createObjectNode()
                        .put("number", attempt.number())
                        .put("target", attempt.target())
                        .put("outcome", word(attempt))
                        .put("estimated", attempt.usage().estimated())
                        .put("priceVersion", attempt.priceVersion())
                        .put("costNanos", attempt.cost().nanos())
                        .put("boundExceeded", attempt.boundExceeded())
                        .put("startedAt", attempt.startedAt().toString())
                        .put("endedAt", attempt.endedAt().toString());
        ObjectNode usage = node.putObject("usage");
        attempt.usage().counts().forEach((kind, count) -> usage.put(kind.word(), count));
        return node;
    }
}
