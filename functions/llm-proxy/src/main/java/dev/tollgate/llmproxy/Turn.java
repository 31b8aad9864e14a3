package dev.tollgate.llmproxy;

import dev.tollgate.core.config.Choice;
import dev.tollgate.core.config.Target;
import dev.tollgate.core.error.GatewayError;
import dev.tollgate.core.error.Refused;
import dev.tollgate.llmproxy.routing.Conversation;
import dev.tollgate.llmproxy.routing.TargetOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A target that is for the call, where it stands in the order of the route.
///
/// @param passedOver those before it, back to the last one that is for the call, that are not; each
///   as [#notFor] says it
record Turn(Choice choice, List<String> passedOver) {
    /// The targets that are for the call, in the order in which they are tried.
    ///
    /// @throws Refused when none is
    static List<Turn> of(RoutedCall call) {
        int bytes = call.client().content().body().length;
        var turns = new ArrayList<Turn>();
        var others = new ArrayList<String>();
        for (Choice choice : TargetOrder.of(call.route(), seed(call))) {
            Optional<String> unmet = choice.when().unmet(bytes, call.entitled().principal());
            if (unmet.isPresent()) {
                others.add(notFor(choice.target(), unmet.get()));
            } else {
                turns.add(new Turn(choice, List.copyOf(others)));
                others.clear();
            }
        }
        if (turns.isEmpty()) {
            throw new Refused(
                    new GatewayError.NotSupportedByTarget(
                            "no target of the model alias %s is for this call of %d bytes (%s); the alias's route says what each one is for"
                                    .formatted(
                                            call.entitled().alias(),
                                            bytes,
                                            String.join(", ", others))));
        }
        return turns;
    }

    /// How traces say that a call does not meet a target's condition.
    static String notFor(Target target, String condition) {
        return target.priced() + ": when." + condition;
    }

    private static String seed(RoutedCall call) {
        return call.route().sticky()
                ? Conversation.seed(call.entitled().tenant().tenant(), call.client().content())
                : call.id();
    }
}
