package dev.tollgate.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tollgate.core.money.Offering;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TargetTest {
    @ParameterizedTest
    @CsvSource({
        "amazon.nova-lite-v1:0, p/amazon.nova-lite-v1:0, MODEL",
        "guardrail/a1b2, p/guardrail/a1b2, GUARDRAIL",
        "guardrail/a1b2:7, p/guardrail/a1b2, GUARDRAIL",
        "guardrail/a1b2:DRAFT, p/guardrail/a1b2, GUARDRAIL",
        "guardrails.model, p/guardrails.model, MODEL"
    })
    void priced_isTheNameWithoutAGuardrailsVersion(String model, String key, Offering offering) {
        var target = new Target("p", model, 1);
        assertEquals(key, target.priced());
        assertEquals(offering, target.offering());
    }

    @Test
    void route_ofModelsAndGuardrails_isRefused() {
        var choices =
                List.of(
                        Choice.of(new Target("p", "m", 1)),
                        Choice.of(new Target("p", "guardrail/g", 0)));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Route(choices, Fallback.NONE, Patience.UNBOUNDED, false, Set.of()));
    }
}
