package dev.tollgate.core.config;

import dev.tollgate.core.money.Offering;
import java.util.List;
import java.util.Set;

/// What stands behind a model alias: targets, and when another one takes over.
///
/// @param choices 1 to [#MOST_TARGETS], in the order in which they are tried; those with a weight
///   are drawn first; all of one offering
/// @param sticky whether the draw is the same for all calls of one conversation
/// @param drop members of the client's document that may be left out where a target cannot carry
///   them, as the client writes them; and flags of its headers that a target may refuse a call for
public record Route(
        List<Choice> choices,
        Fallback fallback,
        Patience patience,
        boolean sticky,
        Set<String> drop) {
    public static final int MOST_TARGETS = 8;

    public Route {
        choices = List.copyOf(choices);
        drop = Set.copyOf(drop);
        if (choices.isEmpty() || choices.size() > MOST_TARGETS) {
            throw new IllegalArgumentException("a route has 1 to " + MOST_TARGETS + " targets");
        }
        if (choices.stream().map(choice -> choice.target().offering()).distinct().count() > 1) {
            throw new IllegalArgumentException(
                    "the targets of a route are all models or all guardrails");
        }
    }

    /// What all its targets are.
    public Offering offering() {
        return first().offering();
    }

    /// One target for every call.
    public static Route to(Target target) {
        return new Route(
                List.of(Choice.of(target)), Fallback.NONE, Patience.UNBOUNDED, false, Set.of());
    }

    /// The target that stands first: what lists of models tell of the alias.
    public Target first() {
        return choices.getFirst().target();
    }
}
