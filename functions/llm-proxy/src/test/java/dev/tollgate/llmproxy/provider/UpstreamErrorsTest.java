package dev.tollgate.llmproxy.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UpstreamErrorsTest {
    @ParameterizedTest
    @CsvSource({"0, 0", "7, 7", "3600, 3600"})
    void of_429WithSeconds_passesThemOn(String header, long seconds) {
        assertEquals(Optional.of(Duration.ofSeconds(seconds)), hint(header));
    }

    @ParameterizedTest
    @CsvSource({
        "3601",
        "99999999999",
        "-1",
        "soon",
        "1.5",
        "'Sun, 22 Nov 2026 12:00:00 GMT'",
        "''"
    })
    void of_429WithAnythingElse_hasNoHint(String header) {
        assertEquals(Optional.empty(), hint(header));
    }

    private static Optional<Duration> hint(String header) {
        return UpstreamErrors.of(new HttpHead(429, Map.of("retry-after", header)), "").retryAfter();
    }
}
