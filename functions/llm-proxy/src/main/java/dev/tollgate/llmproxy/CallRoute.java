package dev.tollgate.llmproxy;

import dev.tollgate.core.ledger.Hold;
import dev.tollgate.llmproxy.dialect.Answer;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
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
    /// @param answers a new answer for every attempt, by the hold it runs under
    Attempts attempts(RoutedCall call, Function<Optional<Hold>, Answer> answers) {
        return new Attempts(this, call, answers);
    }
}
