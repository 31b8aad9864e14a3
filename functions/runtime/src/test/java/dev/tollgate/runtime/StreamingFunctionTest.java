package dev.tollgate.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.core.config.Settings;
import dev.tollgate.echo.EchoHandler;
import dev.tollgate.elsewhere.ElsewhereHandler;
import dev.tollgate.testkit.ErrorTable;
import dev.tollgate.testkit.LambdaContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamingFunctionTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ErrorTable ERRORS = ErrorTable.read();
    private static final String DELIMITER = "\0".repeat(8);

    private final StreamingFunction function =
            StreamingFunction.start(Settings.of(Map.of()), EchoHandler.class);

    @AfterAll
    void close() {
        function.close();
    }

    @Test
    void handleRequest_echo_answersPreludeAndBody() throws IOException {
        var out = new ClosingOutput();
        function.handleRequest(event("/echo", "hello"), out, new LambdaContext("l-1"));

        Answer answer = Answer.of(out);
        assertEquals(200, answer.status());
        assertEquals("r-hello", answer.header("x-request"));
        assertEquals("hello", answer.body());
        assertTrue(out.closed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/defect", "/deep", "/silent", "/gone"})
    void handleRequest_failsBeforePrelude_answersGeneric500(String path) throws IOException {
        var out = new ClosingOutput();
        function.handleRequest(event(path, "x"), out, new LambdaContext("l-1"));

        Answer answer = Answer.of(out);
        JsonNode body = JSON.readTree(answer.body());
        assertInTheTable("internal", answer);
        assertEquals("internal error, request id r-x", body.path("message").textValue());
        assertEquals("error", body.path("type").textValue());
        assertFalse(answer.body().contains("secret"));
        assertTrue(out.closed);
    }

    @Test
    void handleRequest_malformedEvent_answers500WithLambdasId() throws IOException {
        var out = new ClosingOutput();
        function.handleRequest(bytes("{}"), out, new LambdaContext("l-1"));

        assertEquals(500, Answer.of(out).status());
        assertTrue(Answer.of(out).body().contains("l-1"));
    }

    @Test
    void handleRequest_failsAfterPrelude_rethrowsAndDoesNotEndTheStream() {
        var out = new ClosingOutput();

        assertThrows(
                IllegalStateException.class,
                () ->
                        function.handleRequest(
                                event("/late-defect", "x"), out, new LambdaContext("l-1")));
        assertEquals(200, Answer.of(out).status());
        assertEquals("x", Answer.of(out).body());
        assertFalse(out.closed);
    }

    @Test
    void handleRequest_clientGone_isNoError() {
        var gone =
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("broken pipe");
                    }
                };

        List<ILoggingEvent> logged =
                logged(() ->
                        assertThrows(
                                IOException.class,
                                () ->
                                        function.handleRequest(
                                                event("/echo", "x"),
                                                gone,
                                                new LambdaContext("l-1"))));
        assertEquals(List.of(Level.INFO), logged.stream().map(ILoggingEvent::getLevel).toList());
        assertNull(logged.getFirst().getThrowableProxy());
    }

    @Test
    void handleRequest_defectAfterPrelude_isAnErrorWithItsCause() {
        List<ILoggingEvent> logged =
                logged(() ->
                        assertThrows(
                                IllegalStateException.class,
                                () ->
                                        function.handleRequest(
                                                event("/late-defect", "x"),
                                                new ClosingOutput(),
                                                new LambdaContext("l-1"))));
        assertEquals(List.of(Level.ERROR), logged.stream().map(ILoggingEvent::getLevel).toList());
        assertNotNull(logged.getFirst().getThrowableProxy());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"Authorization\":[\"Bearer a\",\"Bearer b\"]",
                "\"Authorization\":[\"Bearer a\"],\"authorization\":[\"Bearer b\"]",
                "\"Authorization\":[\"Bearer a\"],\"X-Api-Key\":[\"b\"]",
                "\"Authorization\":[\"Bearer a\"],\"api-key\":[\"b\"]",
            })
    void handleRequest_twoCredentials_isRefusedUnhandled(String headers) throws IOException {
        var out = new ClosingOutput();
        var event =
                bytes(
                        "{\"resource\":\"/\",\"path\":\"/echo\",\"httpMethod\":\"POST\","
                                + "\"multiValueHeaders\":{"
                                + headers
                                + "},\"requestContext\":{\"requestId\":\"r\"},\"body\":\"x\"}");
        function.handleRequest(event, out, new LambdaContext("l-1"));

        assertInTheTable("two_credentials", Answer.of(out));
    }

    @Test
    void table_ofErrorsThatAnyFunctionSays_isThatOfTheseTests() {
        assertEquals(Set.of("internal", "two_credentials"), ERRORS.from("functions"));
    }

    private static void assertInTheTable(String code, Answer answer) throws IOException {
        JsonNode error = JSON.readTree(answer.body()).path("error");
        assertEquals(code, error.path("code").textValue());
        assertEquals(
                ERRORS.row(code).said(),
                answer.status()
                        + " "
                        + answer.header("x-amzn-ErrorType")
                        + " "
                        + error.path("type").textValue());
    }

    @Test
    void handleRequest_200AtATime_eachHasItsOwnAnswer()
            throws InterruptedException, ExecutionException {
        List<Future<String>> answers = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 200; i++) {
                answers.add(threads.submit(echo("call-" + i)));
            }
            for (int i = 0; i < 200; i++) {
                assertEquals("r-call-" + i + "|call-" + i, answers.get(i).get());
            }
        }
    }

    @Test
    void start_twoFunctionsOnOneClassPath_eachHasItsOwnHandler() throws IOException {
        var out = new ClosingOutput();
        try (var elsewhere =
                StreamingFunction.start(Settings.of(Map.of()), ElsewhereHandler.class)) {
            elsewhere.handleRequest(event("/echo", "x"), out, new LambdaContext("l-1"));
        }

        assertEquals(204, Answer.of(out).status());
    }

    /// What the function logs meanwhile.
    private static List<ILoggingEvent> logged(Runnable running) {
        var logger = (Logger) LoggerFactory.getLogger(StreamingFunction.class);
        var events = new ListAppender<ILoggingEvent>();
        events.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(events);
        try {
            running.run();
        } finally {
            logger.detachAppender(events);
            logger.setLevel(null);
        }
        return events.list;
    }

    private Callable<String> echo(String text) {
        return () -> {
            var out = new ClosingOutput();
            function.handleRequest(event("/echo", text), out, new LambdaContext("l-" + text));
            Answer answer = Answer.of(out);
            return answer.header("x-request") + "|" + answer.body();
        };
    }

    private static ByteArrayInputStream event(String path, String body) {
        return bytes(
                "{\"resource\":\"/\",\"path\":\""
                        + path
                        + "\",\"httpMethod\":\"POST\",\"requestContext\":{\"requestId\":\"r-"
                        + body
                        + "\"},\"body\":\""
                        + body
                        + "\"}");
    }

    private static ByteArrayInputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static final class ClosingOutput extends ByteArrayOutputStream {
        private boolean closed;

        @Override
        public void close() {
            closed = true;
        }
    }

    private record Answer(JsonNode metadata, String body) {
        static Answer of(ByteArrayOutputStream out) {
            String text = out.toString(StandardCharsets.UTF_8);
            int end = text.indexOf(DELIMITER);
            try {
                return new Answer(
                        JSON.readTree(text.substring(0, end)),
                        text.substring(end + DELIMITER.length()));
            } catch (IOException e) {
                throw new AssertionError("the prelude is not JSON", e);
            }
        }

        int status() {
            return metadata.path("statusCode").intValue();
        }

        String header(String name) {
            return metadata.path("headers").path(name).asText();
        }
    }
}
