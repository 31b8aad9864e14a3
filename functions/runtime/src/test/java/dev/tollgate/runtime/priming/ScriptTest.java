package dev.tollgate.runtime.priming;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ScriptTest {
    private final IOException end = new IOException("no more invocations");

    private final Script script =
            new Script(
                    List.of(
                            new Rehearsal.Scene(new byte[] {1}, "one"),
                            new Rehearsal.Scene(new byte[] {2}, "two")),
                    2);

    @Test
    void next_allAnsweredRight_playsEachRoundInOrder() {
        for (int number = 0; number < 4; number++) {
            assertEquals(Optional.of(number), script.next());
            assertEquals(1 + number % 2, script.event(number)[0]);
            script.answered(number, number % 2 == 0 ? "it is one" : "it is two");
        }
        assertTrue(script.next().isEmpty());
        assertDoesNotThrow(() -> script.requirePlayed(end));
    }

    @Test
    void answered_wrong_endsItAndSaysWhich() {
        assertEquals(Optional.of(0), script.next());
        script.answered(0, "{\"statusCode\":500}");

        assertTrue(script.next().isEmpty());
        var wrong = assertThrows(IOException.class, () -> script.requirePlayed(end));
        assertEquals("invocation 0 was answered {\"statusCode\":500}", wrong.getMessage());
    }

    @Test
    void requirePlayed_endedTooEarly_fails() {
        assertEquals(Optional.of(0), script.next());
        script.answered(0, "one");

        var early = assertThrows(IOException.class, () -> script.requirePlayed(end));
        assertEquals(end, early.getCause());
    }
}
