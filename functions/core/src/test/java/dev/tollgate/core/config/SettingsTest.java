package dev.tollgate.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsTest {
    @Test
    void required_missingOrBlank_namesTheVariable() {
        for (Settings settings : new Settings[] {Settings.of(Map.of()), pepper(" ")}) {
            var missing =
                    assertThrows(
                            IllegalStateException.class,
                            () -> settings.required(Setting.KEY_PEPPER));
            assertTrue(
                    String.valueOf(missing.getMessage()).contains("TOLLGATE_KEY_PEPPER"),
                    missing::toString);
        }
    }

    @Test
    void toString_holdsNamesAndNoValues() {
        String value = "value" + System.nanoTime();

        String text = pepper(value).toString();

        assertTrue(text.contains("TOLLGATE_KEY_PEPPER"), text);
        assertFalse(text.contains(value), text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "10, 10", "300, 300", "' ', 10"})
    void configTtl_withinBounds_isThatManySeconds(String value, int seconds) {
        assertEquals(Duration.ofSeconds(seconds), ttl(value).configTtl());
    }

    @Test
    void configTtl_notSet_isTenSeconds() {
        assertEquals(Duration.ofSeconds(10), Settings.of(Map.of()).configTtl());
    }

    @ParameterizedTest
    @ValueSource(strings = {"301", "-1", "1.5", "ten", "99999999999", "5 "})
    void configTtl_anythingElse_namesTheVariable(String value) {
        var wrong = assertThrows(IllegalStateException.class, () -> ttl(value).configTtl());

        assertTrue(
                String.valueOf(wrong.getMessage()).contains("TOLLGATE_CONFIG_TTL_SECONDS"),
                wrong::toString);
    }

    private static Settings ttl(String value) {
        return Settings.of(Map.of(Setting.CONFIG_TTL_SECONDS.key(), value));
    }

    private static Settings pepper(String value) {
        return Settings.of(Map.of(Setting.KEY_PEPPER.key(), value));
    }
}
