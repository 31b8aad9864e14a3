package dev.tollgate.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamedResponseTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final StreamedResponse response = new StreamedResponse(out);

    @Test
    void start_statusAndHeader_writesMetadataEightNulsThenBody() throws IOException {
        assertFalse(response.started());
        var body = response.start(201, Map.of("Content-Type", "text/plain"));
        body.write("hi".getBytes(StandardCharsets.UTF_8));

        assertTrue(response.started());
        assertEquals(
                "{\"statusCode\":201,\"headers\":{\"Content-Type\":\"text/plain\"}}"
                        + "\0".repeat(8)
                        + "hi",
                out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void start_twice_isRefused() throws IOException {
        response.start(200, Map.of()).flush();

        assertThrows(IllegalStateException.class, () -> response.start(500, Map.of()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 199, 600})
    void start_noFinalStatus_isRefused(int status) {
        assertRefused(status, Map.of());
    }

    @ParameterizedTest
    @CsvSource({"content-LENGTH, 3", "'X y', a", "X:, a", "'', a"})
    void start_nameThatCannotBeSent_isRefused(String name, String value) {
        assertRefused(200, Map.of(name, value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nSet-Cookie: b", "a\nb", "a\0b", "ü"})
    void start_valueThatCannotBeSent_isRefused(String value) {
        assertRefused(200, Map.of("X-Reason", value));
    }

    private void assertRefused(int status, Map<String, String> headers) {
        assertThrows(IllegalArgumentException.class, () -> response.start(status, headers));
        assertFalse(response.started());
        assertEquals(0, out.size());
    }
}
