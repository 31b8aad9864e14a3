package dev.tollgate.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.testkit.LambdaContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The way in of the managed runtime.
final class BufferedAnswerTest {
    private static final byte[] FRAMES = {0, 0, 0, 0, 0, 0, 0, 0, 0, 1, -1, '{', 0};

    @Test
    void handleBuffered_anyBytes_becomeBase64BesideStatusAndHeaders() throws IOException {
        JsonNode answer =
                answer((_, out) -> {
                    try (OutputStream body =
                            new StreamedResponse(out)
                                    .start(
                                            429,
                                            Map.of("x-amzn-ErrorType", "ThrottlingException"))) {
                        body.write(FRAMES);
                    }
                });
        assertEquals(429, answer.path("statusCode").intValue());
        assertEquals(
                "ThrottlingException", answer.path("headers").path("x-amzn-ErrorType").asText());
        assertTrue(answer.path("isBase64Encoded").booleanValue());
        assertArrayEquals(FRAMES, answer.path("body").binaryValue());
        assertEquals(4, answer.size());
    }

    @Test
    void handleBuffered_noBody_isAnEmptyBody() throws IOException {
        JsonNode answer = answer((_, out) -> new StreamedResponse(out).start(204, Map.of()));
        assertEquals("", answer.path("body").asText("missing"));
    }

    @Test
    void handleBuffered_brokenAfterThePrelude_sendsNothing() {
        var sent = new ByteArrayOutputStream();
        assertThrows(
                IOException.class,
                () ->
                        call(
                                (_, out) -> {
                                    new StreamedResponse(out).start(200, Map.of());
                                    throw new IOException("broken");
                                },
                                sent));
        assertEquals(0, sent.size());
    }

    @Test
    void handleBuffered_noPrelude_isAnError() {
        var sent = new ByteArrayOutputStream();
        assertThrows(IOException.class, () -> call((_, out) -> out.write('{'), sent));
        assertEquals(0, sent.size());
    }

    private interface Script {
        void answer(InputStream event, OutputStream out) throws IOException;
    }

    private static JsonNode answer(Script script) throws IOException {
        var sent = new ByteArrayOutputStream();
        call(script, sent);
        return new ObjectMapper().readTree(sent.toByteArray());
    }

    private static void call(Script script, OutputStream sent) throws IOException {
        try (var function = new Scripted(script)) {
            function.handleBuffered(
                    new ByteArrayInputStream(new byte[0]), sent, new LambdaContext("l-1"));
        }
    }

    private record Scripted(Script script) implements ProxyFunction {
        @Override
        public void handleRequest(InputStream event, OutputStream out, Context context)
                throws IOException {
            script.answer(event, out);
        }

        @Override
        public void close() {}
    }
}
