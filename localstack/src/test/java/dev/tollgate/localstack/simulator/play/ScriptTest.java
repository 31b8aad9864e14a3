package dev.tollgate.localstack.simulator.play;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.localstack.simulator.play.Script.Break;
import dev.tollgate.localstack.simulator.play.Script.BreakKind;
import dev.tollgate.localstack.simulator.play.Script.Counts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ScriptTest {
    @Test
    void of_everyDirective_isRead() throws Exception {
        Script script =
                Script.of(
                        "Say [[sim words=12 echo look think=2 call=a call=b]] it"
                                + " [[sim status=429 retry-after=2 context=8 page delay=5s"
                                + " pace=50ms handshake=a_B-1]]"
                                + " again[[sim cut=3 no-usage usage=7,9]]",
                        "openai");
        assertEquals(
                new Script(
                        "Say  it  again",
                        OptionalInt.of(12),
                        2,
                        List.of("a", "b"),
                        true,
                        true,
                        OptionalInt.of(429),
                        OptionalInt.of(2),
                        Optional.of(new Context("openai", 8)),
                        true,
                        Duration.ofSeconds(5),
                        Duration.ofMillis(50),
                        Optional.of("a_B-1"),
                        Optional.of(new Break(BreakKind.CUT, 3)),
                        true,
                        Optional.of(new Counts(7, 9))),
                script);
    }

    @Test
    void of_noDirective_isThePlainText() throws Exception {
        Script script = Script.of("What is [sim] or [[sim]]?", "openai");
        assertEquals("What is [sim] or [[sim]]?", script.text());
        assertTrue(script.breakOff().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "words",
                "words=-1",
                "words=x",
                "status=200",
                "status=600",
                "context=0",
                "delay=5",
                "delay=901s",
                "pace=fast",
                "handshake=../x",
                "handshake=",
                "cut=1 stall=2",
                "call=",
                "think=x",
                "usage=7",
                "usage=7,x",
                "for=nobody",
                "nonsense"
            })
    void of_unknownOrWrong_isRefusedByName(String directive) {
        SimRefusal refused =
                assertThrows(
                        SimRefusal.class, () -> Script.of("[[sim " + directive + "]]", "openai"));
        String wrong = directive.substring(directive.lastIndexOf(' ') + 1);
        assertTrue(refused.text().endsWith(": " + wrong), refused.text());
    }

    @Test
    void of_forAnotherSimulator_isPassedOver() throws Exception {
        String text = "Hi[[sim for=gemini status=500]][[sim for=azure cut=1]][[sim words=3]]";

        assertEquals(OptionalInt.of(500), Script.of(text, "gemini").status());
        assertEquals(Optional.empty(), Script.of(text, "gemini").breakOff());
        assertEquals(OptionalInt.empty(), Script.of(text, "openai").status());
        assertEquals(OptionalInt.of(3), Script.of(text, "openai").words());
        assertEquals("Hi", Script.of(text, "openai").text());
    }
}
