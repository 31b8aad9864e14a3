package dev.tollgate.llmproxy.routing;

import dev.tollgate.core.config.Choice;
import dev.tollgate.core.config.Route;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// In which order a route's targets are tried. Targets with a weight come first, drawn by it
/// without repetition; the others follow as they are listed.
///
/// The draw is a weighted rendezvous: each target draws a number of its own from the seed and its
/// name, and the least `-ln(draw) / weight` wins (Efraimidis and Spirakis, "Weighted random
/// sampling with a reservoir", 2006). So the same seed finds the same target in every process, and
/// a target that is added or taken away moves only the seeds that it wins or had won.
public final class TargetOrder {
    private TargetOrder() {}

    /// @param seed what calls that shall begin with the same target have in common
    public static List<Choice> of(Route route, String seed) {
        var order = new ArrayList<Choice>();
        route.choices().stream()
                .filter(choice -> choice.weight() > 0)
                .sorted(Comparator.comparingDouble(choice -> lot(choice, seed)))
                .forEach(order::add);
        route.choices().stream().filter(choice -> choice.weight() == 0).forEach(order::add);
        return order;
    }

    private static double lot(Choice choice, String seed) {
        return -Math.log(Draw.of(seed, choice.target().priced())) / choice.weight();
    }
}
