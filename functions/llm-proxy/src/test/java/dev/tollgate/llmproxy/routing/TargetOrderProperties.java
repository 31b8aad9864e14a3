package dev.tollgate.llmproxy.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.core.config.Choice;
import dev.tollgate.core.config.Condition;
import dev.tollgate.core.config.Fallback;
import dev.tollgate.core.config.Patience;
import dev.tollgate.core.config.Route;
import dev.tollgate.core.config.Target;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The draw follows the weights, repeats, and moves no more calls than it must.
final class TargetOrderProperties {
    private static final int SEEDS = 20_000;

    private static Choice choice(String model, int weight) {
        return new Choice(new Target("p", model, 1), weight, Condition.ANY);
    }

    private static Route route(Choice... choices) {
        return new Route(List.of(choices), Fallback.NONE, Patience.UNBOUNDED, false, Set.of());
    }

    private static List<String> order(Route route, int seed) {
        return TargetOrder.of(route, "seed " + seed).stream()
                .map(choice -> choice.target().model())
                .toList();
    }

    @Test
    void of_weights_firstTargetsAreInTheirProportion() {
        Route route = route(choice("a", 70), choice("b", 20), choice("c", 10), choice("d", 0));
        int[] first = new int[3];
        for (int seed = 0; seed < SEEDS; seed++) {
            List<String> order = order(route, seed);
            assertEquals("d", order.getLast(), "without a weight it follows the others");
            assertEquals(4, Set.copyOf(order).size());
            first["abc".indexOf(order.getFirst())]++;
        }
        // The seeds are fixed, so this either holds or not; 4 standard deviations are 260.
        assertEquals(0.7 * SEEDS, first[0], 260);
        assertEquals(0.2 * SEEDS, first[1], 230);
        assertEquals(0.1 * SEEDS, first[2], 170);
    }

    @Test
    void of_sameSeed_isTheSameOrder() {
        Route route = route(choice("a", 1), choice("b", 1), choice("c", 1));
        for (int seed = 0; seed < 100; seed++) {
            assertEquals(order(route, seed), order(route, seed));
        }
    }

    @Test
    void of_targetTakenAway_movesOnlyTheCallsItHad() {
        Route all = route(choice("a", 3), choice("b", 2), choice("c", 1));
        Route rest = route(choice("a", 3), choice("c", 1));
        for (int seed = 0; seed < 2_000; seed++) {
            List<String> before = order(all, seed);
            assertEquals(
                    before.stream().filter(model -> !model.equals("b")).toList(),
                    order(rest, seed));
        }
    }

    @Test
    void of_noWeights_isTheListsOrder() {
        Route route = route(choice("b", 0), choice("a", 0), choice("c", 0));
        assertEquals(List.of("b", "a", "c"), order(route, 1));
    }

    @Test
    void of_draws_areBetweenZeroAndOneAndTellWordsApart() {
        assertTrue(Stream.of("a", "b", "").map(Draw::of).allMatch(draw -> draw > 0 && draw < 1));
        assertTrue(Draw.of("ab", "c") != Draw.of("a", "bc"));
    }
}
