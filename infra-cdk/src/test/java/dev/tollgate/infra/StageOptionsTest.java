package dev.tollgate.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The context of the app.
final class StageOptionsTest {
    @Test
    void of_noContext_isDevThatStreamsAndInvokesNothing() throws IOException {
        assertEquals(
                new StageOptions(Target.AWS, StageName.DEV, ResponseMode.STREAM, List.of()),
                options(Map.of()));
    }

    @Test
    void of_models_areSplitAtCommas() throws IOException {
        assertEquals(List.of("a", "b"), options(Map.of("bedrockModels", "a, b,")).bedrockModels());
    }

    @Test
    void of_unknownTarget_namesThoseThereAre() {
        var refusal =
                assertThrows(
                        IllegalArgumentException.class, () -> options(Map.of("target", "azure")));
        assertTrue(
                String.valueOf(refusal.getMessage()).contains("[aws, localstack, ministack]"),
                refusal::toString);
    }

    @Test
    void of_unknownStage_namesThoseThereAre() {
        var refusal =
                assertThrows(
                        IllegalArgumentException.class, () -> options(Map.of("stage", "test")));
        assertTrue(
                String.valueOf(refusal.getMessage()).contains("[dev, preprod, prod]"),
                refusal::toString);
    }

    private static StageOptions options(Map<String, String> context) throws IOException {
        return StageOptions.of(Synthesized.app(context).getNode());
    }
}
