package dev.tollgate.core.ledger;

import java.time.Instant;
import java.util.List;

/// What became of a [HoldRequest].
public sealed interface HoldOutcome {
    /// Set aside; the attempt may start.
    record Held(Hold hold) implements HoldOutcome {}

    /// A limit stands in the way; nothing was set aside.
    ///
    /// @param settled used in the period, in the limit's unit
    /// @param held set aside by other attempts in flight
    /// @param asked what this attempt would have set aside
    /// @param freesAt the end of the limit's period
    /// @param remaining what each of the request's limits leaves, in its order
    record OverLimit(
            Limit limit,
            long settled,
            long held,
            long asked,
            Instant freesAt,
            List<Remaining> remaining)
            implements HoldOutcome {
        public OverLimit {
            remaining = List.copyOf(remaining);
        }

        /// True when the attempt alone is above the limit: it can never pass.
        public boolean neverFits() {
            return asked > limit.amount();
        }

        /// True when only holds in flight stand in the way, which will settle for less or in full
        /// soon.
        public boolean onlyHeld() {
            return !neverFits() && settled + asked <= limit.amount();
        }
    }

    /// The same call has an attempt in flight.
    record Running(Instant leaseUntil) implements HoldOutcome {}

    /// The call's id was used with another body before.
    record OtherBody() implements HoldOutcome {}
}
