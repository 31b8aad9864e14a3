package dev.tollgate.llmproxy.dialect.openai;

import dev.tollgate.core.ledger.LimitUnit;
import dev.tollgate.llmproxy.dialect.RateLimits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// `x-ratelimit-*` (OpenAI API reference, "Rate limits in headers"): for requests and for tokens
/// the limit, what remains and how long until it renews.
final class OpenAiLimits {
    private static final String PREFIX = "x-ratelimit-";

    private OpenAiLimits() {}

    static Map<String, String> headers(RateLimits limits) {
        var headers = new TreeMap<>(limits.fields());
        for (LimitUnit unit : List.of(LimitUnit.REQUESTS, LimitUnit.TOKENS)) {
            limits.tightest(unit)
                    .ifPresent(left -> {
                        String word = unit.word();
                        headers.put(PREFIX + "limit-" + word, Long.toString(left.limit().amount()));
                        headers.put(PREFIX + "remaining-" + word, Long.toString(left.amount()));
                        headers.put(PREFIX + "reset-" + word, wait(limits.wait(left)));
                    });
        }
        return headers;
    }

    /// As OpenAI writes a wait: `20ms`, `7s`, `6m0s`, `1h0m5s`.
    private static String wait(Duration wait) {
        if (wait.compareTo(Duration.ofSeconds(1)) < 0) {
            return wait.toMillis() + "ms";
        }
        Duration up = Duration.ofSeconds(wait.plusMillis(999).toSeconds());
        String seconds = up.toSecondsPart() + "s";
        if (up.toMinutes() == 0) {
            return seconds;
        }
        String minutes = up.toMinutesPart() + "m" + seconds;
        return up.toHours() == 0 ? minutes : up.toHours() + "h" + minutes;
    }
}
