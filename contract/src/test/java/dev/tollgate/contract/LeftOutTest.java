package dev.tollgate.contract;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/// What becomes of checks that a target leaves out, and of the others.
final class LeftOutTest {
    private static final String CHECK = "errors: a storm";
    private static final LeftOut LIST = new LeftOut("boat", Map.of(CHECK, "it sinks"), false);

    @Test
    void run_leftOutAndFailing_isSkippedWithItsReason() {
        var skipped =
                assertThrows(TestAbortedException.class, () -> LIST.run(CHECK, () -> fail("wet")));
        assertEquals("left out: it sinks", skipped.getMessage());
    }

    @Test
    void run_leftOutAndHolding_failsAndSaysWhichListToMend() {
        var failed = assertThrows(AssertionFailedError.class, () -> LIST.run(CHECK, () -> {}));
        assertTrue(String.valueOf(failed.getMessage()).contains("targets/boat.yaml"));
    }

    @Test
    void run_another_failsByItsName() {
        assertDoesNotThrow(() -> LIST.run("errors: a calm", () -> {}));
        var failed =
                assertThrows(
                        AssertionFailedError.class,
                        () -> LIST.run("errors: a calm", () -> fail("wind")));
        assertEquals("errors: a calm: wind", failed.getMessage());
    }

    @Test
    void run_whatIsNotOffered_failsUnlessTheListSkipsIt() {
        var skipping = new LeftOut("raft", Map.of(), true);
        assertThrows(NotOfferedException.class, () -> LIST.run("x", LeftOutTest::missing));
        assertThrows(TestAbortedException.class, () -> skipping.run("x", LeftOutTest::missing));
    }

    @Test
    void requireKnown_anEntryWithoutACheck_isRefused() {
        assertDoesNotThrow(() -> LIST.requireKnown(Set.of(CHECK)));
        assertThrows(IllegalArgumentException.class, () -> LIST.requireKnown(Set.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "stage"})
    void of_embeddedAndLiveStages_leaveNothingOut(String kind) {
        assertEquals(Map.of(), LeftOut.of(kind).reasons());
    }

    private static void missing() {
        throw new NotOfferedException("no boat was given");
    }
}
