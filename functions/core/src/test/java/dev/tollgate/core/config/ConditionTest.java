package dev.tollgate.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tollgate.core.principal.Principal;
import dev.tollgate.core.principal.Scope;
import dev.tollgate.core.tenant.TenantId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ConditionTest {
    private static final Condition GOLD_OPS =
            new Condition(
                    0,
                    Condition.ANY_SIZE,
                    Map.of("plan", Set.of("gold", "platinum"), "groups", Set.of("ops")),
                    0);

    private static Principal caller(Map<String, Set<String>> claims) {
        return new Principal(new TenantId("acme"), "ada", null, Scope.everything(), claims);
    }

    @Test
    void unmet_size_isMetAtBothEnds() {
        Condition size = Condition.ofBytes(2, 4);
        Principal anyone = caller(Map.of());

        assertEquals(Optional.of("inputBytes"), size.unmet(1, anyone));
        assertEquals(Optional.empty(), size.unmet(2, anyone));
        assertEquals(Optional.empty(), size.unmet(4, anyone));
        assertEquals(Optional.of("inputBytes"), size.unmet(5, anyone));
    }

    @Test
    void unmet_claims_areAllNeededWithOneValueOfEach() {
        var plan = Set.of("platinum", "other");
        assertEquals(
                Optional.empty(),
                GOLD_OPS.unmet(9, caller(Map.of("plan", plan, "groups", Set.of("ops")))));
        assertEquals(
                Optional.of("claims.groups"),
                GOLD_OPS.unmet(9, caller(Map.of("plan", plan, "groups", Set.of("Ops")))));
        assertEquals(
                Optional.of("claims.plan"),
                GOLD_OPS.unmet(9, caller(Map.of("groups", Set.of("ops")))));
        assertEquals(Optional.of("claims.groups"), GOLD_OPS.unmet(9, caller(Map.of())));
    }

    @Test
    void of_budgetLeftThatIsNoPercentage_isRefused() {
        for (int percent : new int[] {-1, 100}) {
            assertThrows(
                    IllegalArgumentException.class, () -> new Condition(0, 1, Map.of(), percent));
        }
    }
}
