package dev.tollgate.llmproxy;

import dev.tollgate.core.error.GatewayError;
import dev.tollgate.core.ledger.Hold;
import dev.tollgate.core.ledger.Remaining;
import java.util.List;

/// What became of asking for an attempt's hold.
sealed interface Holding {
    /// The attempt may start.
    record Held(Hold hold) implements Holding {}

    /// A limit of the caller's does not cover the target's worst case.
    ///
    /// @param remaining what each of the caller's limits leaves
    record Over(GatewayError error, List<Remaining> remaining) implements Holding {}

    /// The worst case would leave less of a budget than the target's condition says.
    ///
    /// @param error what the caller is told where no other target is for it
    /// @param remaining what each of the caller's limits leaves
    record LeavesTooLittle(GatewayError error, List<Remaining> remaining) implements Holding {}
}
