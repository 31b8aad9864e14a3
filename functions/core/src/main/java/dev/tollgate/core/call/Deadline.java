package dev.tollgate.core.call;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// The one moment by which a call must have been answered and settled.
public record Deadline(Instant at) {
    public static Deadline in(Duration remaining, Clock clock) {
        return new Deadline(clock.instant().plus(remaining));
    }

    /// Time left; zero when it has passed.
    public Duration remaining(Clock clock) {
        Duration left = Duration.between(clock.instant(), at);
        return left.isNegative() ? Duration.ZERO : left;
    }

    public boolean passed(Clock clock) {
        return !clock.instant().isBefore(at);
    }

    /// The earlier moment: keeps a reserve for what must still happen after the work.
    public Deadline minus(Duration reserve) {
        return new Deadline(at.minus(reserve));
    }
}
