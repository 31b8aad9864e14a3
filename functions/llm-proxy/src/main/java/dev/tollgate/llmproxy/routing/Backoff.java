package dev.tollgate.llmproxy.routing;

import dev.tollgate.core.config.FailureClass;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// Whether the same target is asked again, and after which pause: full jitter over a bound that
/// doubles, on top of what the upstream asked for.
public final class Backoff {
    /// Longer than this nobody waits in an open call.
    static final Duration LONGEST = Duration.ofSeconds(10);

    private static final Duration FIRST = Duration.ofMillis(250);
    private static final Duration STEEPEST = Duration.ofSeconds(4);
    private static final Set<FailureClass> PASSING =
            EnumSet.of(
                    FailureClass.CONNECT,
                    FailureClass.THROTTLED,
                    FailureClass.FAILED,
                    FailureClass.OVERLOADED);

    private Backoff() {}

    /// @param tries made at this target, 1 or more
    /// @param others whether the route has another target: then a wait that the upstream asks for
    ///   is worth less than asking elsewhere
    /// @param draw above 0, below 1
    /// @return empty when the target is not asked again
    public static Optional<Duration> pause(
            int tries, Failure failure, boolean others, double draw) {
        Optional<Duration> asked = failure.error().retryAfter();
        boolean passes = failure.kind() != null && PASSING.contains(failure.kind());
        if (!passes || !failure.free() || (others && asked.isPresent())) {
            return Optional.empty();
        }
        Duration bound = FIRST.multipliedBy(1L << Math.min(tries - 1, 10));
        long most = Math.min(bound.toMillis(), STEEPEST.toMillis());
        Duration pause = asked.orElse(Duration.ZERO).plusMillis(Math.round(draw * most));
        return pause.compareTo(LONGEST) <= 0 ? Optional.of(pause) : Optional.empty();
    }
}
