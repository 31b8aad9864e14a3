package dev.tollgate.llmproxy.dialect.anthropic;

import dev.tollgate.core.ledger.LimitUnit;
import dev.tollgate.llmproxy.dialect.RateLimits;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// `anthropic-ratelimit-*` (Anthropic API reference, "Rate limits", response headers): for requests
/// and for tokens the limit, what remains and when it renews (RFC 3339).
final class AnthropicLimits {
    private AnthropicLimits() {}

    static Map<String, String> headers(RateLimits limits) {
        var headers = new TreeMap<>(limits.fields());
        for (LimitUnit unit : List.of(LimitUnit.REQUESTS, LimitUnit.TOKENS)) {
            limits.tightest(unit)
                    .ifPresent(left -> {
                        String prefix = "anthropic-ratelimit-" + unit.word();
                        headers.put(prefix + "-limit", Long.toString(left.limit().amount()));
                        headers.put(prefix + "-remaining", Long.toString(left.amount()));
                        headers.put(
                                prefix + "-reset",
                                left.renewsAt().truncatedTo(ChronoUnit.SECONDS).toString());
                    });
        }
        return headers;
    }
}
