package dev.tollgate.llmproxy.dialect;

import dev.tollgate.core.ledger.Limit;
import dev.tollgate.core.ledger.LimitScope;
import dev.tollgate.core.ledger.LimitUnit;
import dev.tollgate.core.ledger.Remaining;
import dev.tollgate.core.ledger.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What the rates that a call falls under leave, once its worst case is held or where it could not
/// be: what the headers of its answer say. Budgets are no rates, and are shown by `/v1/usage`
/// alone.
///
/// @param rates in the configuration's order; none where none is set
/// @param at the moment they are said, for the waits
public record RateLimits(List<Remaining> rates, Instant at) {
    public RateLimits {
        rates = rates.stream().filter(left -> left.limit().isRate()).toList();
    }

    /// The rate of the unit that leaves least; of several such, the one that renews last.
    public Optional<Remaining> tightest(LimitUnit unit) {
        return rates.stream()
                .filter(left -> left.limit().unit() == unit)
                .min(
                        Comparator.comparingLong(Remaining::amount)
                                .thenComparing(Remaining::renewsAt, Comparator.reverseOrder()));
    }

    /// How long until it renews; never negative.
    public Duration wait(Remaining left) {
        Duration wait = Duration.between(at, left.renewsAt());
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    /// All rates as `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers-10):
    /// lists of items with `q`, quota, and `w`, window, and with `r`, remaining, and `t`, seconds
    /// until it renews.
    public Map<String, String> fields() {
        return rates.isEmpty()
                ? Map.of()
                : Map.of(
                        "ratelimit-policy",
                        list(left -> ";q=" + left.limit().amount() + ";w=" + window(left.limit())),
                        "ratelimit",
                        list(left -> ";r=" + left.amount() + ";t=" + seconds(wait(left))));
    }

    private String list(Function<Remaining, String> parameters) {
        return rates.stream()
                .map(left -> '"' + name(left.limit()) + '"' + parameters.apply(left))
                .collect(Collectors.joining(", "));
    }

    private static String name(Limit limit) {
        String whose =
                switch (limit.scope()) {
                    case LimitScope.WholeTenant() -> "tenant";
                    case LimitScope.OneKey _ -> "key";
                };
        return whose + '-' + limit.unit().word() + '-' + limit.window().word();
    }

    private static long window(Limit limit) {
        Window.Period period = limit.window().at(Instant.EPOCH, ZoneOffset.UTC);
        return Duration.between(period.start(), period.end()).toSeconds();
    }

    private static long seconds(Duration wait) {
        return wait.plusMillis(999).toSeconds();
    }
}
