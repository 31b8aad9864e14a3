package dev.tollgate.llmproxy;

import dev.tollgate.core.ledger.Remaining;
import dev.tollgate.llmproxy.dialect.Answer;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;

/// What attempts are made with. Thread-safe; each call has [Attempts] of its own.
@Singleton
record CallRoute(
        CheckEntitlement entitlement,
        Providers providers,
        OtherAliases others,
        ChooseKey key,
        HoldBudget budget,
        CallTarget target,
        SettleCall settlement,
        Pause pause,
        Clock clock) {
    /// @param answers a new answer for every attempt, by what the caller's limits are known to
    ///   leave
    Attempts attempts(RoutedCall call, Function<List<Remaining>, Answer> answers) {
        return new Attempts(this, call, answers);
    }
}
