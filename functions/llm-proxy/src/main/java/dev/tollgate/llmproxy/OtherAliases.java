package dev.tollgate.llmproxy;

import dev.tollgate.core.config.Choice;
import dev.tollgate.core.config.Target;
import dev.tollgate.core.error.GatewayError;
import dev.tollgate.core.error.Refused;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds the aliases that could take a call which no target of its own alias can carry, so that the
/// refusal says what to use instead.
@Singleton
final class OtherAliases {
    /// A call is translated once more for each different target, so not for all of a long list.
    private static final int MOST_ASKED = 20;

    private static final int MOST_NAMED = 5;

    private final CheckEntitlement entitlement;
    private final Providers providers;

    OtherAliases(CheckEntitlement entitlement, Providers providers) {
        this.entitlement = entitlement;
        this.providers = providers;
    }

    /// @param refusal of the call by its own alias
    /// @return the same, and what could take the call, if the caller may use any
    GatewayError named(RoutedCall call, GatewayError.NotSupportedByTarget refusal) {
        var asked = new HashMap<Target, Boolean>();
        List<String> could =
                call.entitled().tenant().aliases().entrySet().stream()
                        .filter(alias -> !alias.getKey().equals(call.entitled().alias()))
                        .filter(alias ->
                                call.entitled()
                                        .tenant()
                                        .allowsModel(call.entitled().principal(), alias.getKey()))
                        .sorted(Map.Entry.comparingByKey())
                        .limit(MOST_ASKED)
                        .filter(alias ->
                                alias.getValue().choices().stream()
                                        .map(Choice::target)
                                        .anyMatch(target ->
                                                asked.computeIfAbsent(
                                                        target, other -> takes(call, other))))
                        .map(Map.Entry::getKey)
                        .limit(MOST_NAMED)
                        .toList();
        return could.isEmpty()
                ? refusal
                : new GatewayError.NotSupportedByTarget(
                        refusal.message() + ". These aliases take it: " + String.join(", ", could),
                        refusal.member());
    }

    private boolean takes(RoutedCall call, Target target) {
        try {
            var upstream = entitlement.upstream(call.entitled(), target);
            var _ = providers.fit(call.client(), upstream, call.route().drop());
            return true;
        } catch (Refused _) {
            return false;
        }
    }
}
