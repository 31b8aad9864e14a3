package dev.tollgate.localstack.api.invocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PreludeParserTest {
    private static final String NULS = "\0".repeat(8);

    @Test
    void take_splitAnywhere_findsTheSamePrelude() throws Exception {
        byte[] answer = bytes("{\"statusCode\":201,\"headers\":{\"a\":\"b\"}}" + NULS + "\0body");
        int end = answer.length - 5;
        for (int split = 0; split <= answer.length; split++) {
            var parser = new PreludeParser();
            int taken = parser.take(answer, 0, split);
            taken += parser.take(answer, taken, answer.length - taken);
            assertEquals(end, taken, "split at " + split);
            assertEquals(new Prelude(201, List.of(new Prelude.Header("a", "b"))), parser.prelude());
        }
    }

    @Test
    void prelude_withMultiValueHeadersAndCookies_hasThemAll() throws Exception {
        assertEquals(
                List.of(
                        new Prelude.Header("b", "2"),
                        new Prelude.Header("A", "x"),
                        new Prelude.Header("A", "y"),
                        new Prelude.Header("Set-Cookie", "c=1")),
                parsed(
                                """
                                {"headers":{"a":"1","b":"2"},"multiValueHeaders":{"A":["x","y"]},
                                 "cookies":["c=1"]}\
                                """)
                        .headers());
    }

    @Test
    void prelude_withoutStatus_is200() throws Exception {
        assertEquals(new Prelude(200, List.of()), parsed("{}"));
        assertEquals(new Prelude(404, List.of()), parsed("{\"statusCode\":\"404\"}"));
        assertEquals(new Prelude(200, List.of()), parsed("{\"headers\":null}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "null",
                "{}{}",
                "{\"statusCode\":100}",
                "{\"statusCode\":600}",
                "{\"statusCode\":2e2}",
                "{\"statusCode\":true}",
                "{\"statusCode\":200,\"statusCode\":201}",
                "{\"headers\":{\"a\":1}}",
                "{\"headers\":{\"a\\nb\":\"c\"}}",
                "{\"cookies\":\"c\"}",
                "{\"isBase64Encoded\":false}"
            })
    void prelude_malformed_isRefused(String metadata) {
        assertThrows(MalformedPreludeException.class, () -> parsed(metadata));
    }

    @Test
    void prelude_thatNeverEnds_isRefused() {
        var parser = new PreludeParser();
        byte[] endless = bytes("x".repeat(70_000));
        assertThrows(
                MalformedPreludeException.class, () -> parser.take(endless, 0, endless.length));
    }

    private static Prelude parsed(String metadata) throws MalformedPreludeException {
        var parser = new PreludeParser();
        byte[] bytes = bytes(metadata + NULS);
        assertEquals(bytes.length, parser.take(bytes, 0, bytes.length));
        return parser.prelude();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
