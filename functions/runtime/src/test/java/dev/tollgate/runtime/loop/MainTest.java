package dev.tollgate.runtime.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tollgate.core.config.LambdaVariable;
import dev.tollgate.rehearsed.RehearsedFunction;
import dev.tollgate.runtime.priming.GatewayEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The loop as Lambda starts it: a process, told by its environment alone.
class MainTest {
    private static final Map<String, String> SNAP_START =
            Map.of(LambdaVariable.INITIALIZATION_TYPE.key(), "snap-start");

    private final ScriptedRuntimeApi lambda = newApi();

    @TempDir private Path folder;

    @AfterEach
    void close() throws IOException {
        lambda.close();
    }

    @Test
    void main_functionThatStarts_serves() throws Exception {
        Process process = start(Greets.class.getName() + "::handleRequest");
        try {
            lambda.offer("r-1", "{}");
            PostedRequest answer = lambda.take();

            assertEquals("/2018-06-01/runtime/invocation/r-1/response", answer.path());
            assertEquals("\"hello\"", answer.text());
            lambda.close();
            assertEquals(1, exit(process), "the Runtime API has gone");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void main_constructorThrows_reportsWhyAndExits() throws Exception {
        Process process = start(Broken.class.getName());

        PostedRequest error = lambda.take();

        assertEquals("/2018-06-01/runtime/init/error", error.path());
        assertEquals(
                "Runtime.InitError", error.headers().get("lambda-runtime-function-error-type"));
        assertTrue(error.text().contains("the variable SO_AND_SO is not set"), error.text());
        assertTrue(error.text().contains("\"stackTrace\":[]"), error.text());
        assertEquals(1, exit(process));
        assertEquals(0, lambda.asked());
    }

    @Test
    void main_noSuchClass_reportsItsName() throws Exception {
        Process process = start("no.such.Function");

        assertTrue(lambda.take().text().contains("no.such.Function"));
        assertEquals(1, exit(process));
    }

    @Test
    void main_snapStart_tellsResourcesInOrderAndServesAfterTheRestore() throws Exception {
        Process process = start(Snapshots.class.getName(), SNAP_START);
        try {
            PostedRequest restore = lambda.take();
            assertEquals("/2018-06-01/runtime/restore/next", restore.path());
            assertEquals("GET", restore.method());
            assertEquals(0, lambda.asked(), "not before it is restored");
            restore.answer(200);
            lambda.offer("r-1", "{}");

            assertEquals("[before b, before a, after a, after b]", lambda.take().text());
        } finally {
            process.destroyForcibly();
        }
    }

    @ParameterizedTest
    @CsvSource({"call, true", "another answer, false"})
    void main_snapStart_rehearsesWithAnotherInstanceAndServesWhateverCameOfIt(
            String expected, boolean primed) throws Exception {
        var variables = new HashMap<>(SNAP_START);
        variables.put(RehearsedFunction.EXPECTED, expected);
        Process process = start(RehearsedFunction.class.getName(), variables);
        try {
            PostedRequest restore = lambda.take();
            assertEquals("/2018-06-01/runtime/restore/next", restore.path());
            restore.answer(200);
            byte[] event = new GatewayEvent("GET", "/", "/", Map.of()).question("nobody");
            lambda.offer("r-1", new String(event, StandardCharsets.UTF_8));

            assertTrue(lambda.take().text().endsWith("\0call 1"), "the first of this instance");
            String printed = Files.readString(output());
            assertEquals(1, printed.lines().filter("call 1"::equals).count(), printed);
            assertEquals(primed, !printed.contains("not primed"), printed);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void main_onDemand_tellsNobody() throws Exception {
        Process process = start(Snapshots.class.getName());
        try {
            lambda.offer("r-1", "{}");

            assertEquals("[]", lambda.take().text());
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void main_resourceFailsBeforeTheSnapshot_isAnInitErrorAndExits64() throws Exception {
        Process process = start(UnfitBefore.class.getName(), SNAP_START);

        PostedRequest error = lambda.take();

        assertEquals("/2018-06-01/runtime/init/error", error.path());
        assertEquals(
                "Runtime.BeforeCheckpointError",
                error.headers().get("lambda-runtime-function-error-type"));
        assertTrue(error.text().contains("java.io.IOException: still open"), error.text());
        assertEquals(64, exit(process));
    }

    @Test
    void main_resourceFailsAfterTheRestore_isARestoreErrorAndExits64() throws Exception {
        Process process = start(UnfitAfter.class.getName(), SNAP_START);
        lambda.take().answer(200);

        PostedRequest error = lambda.take();

        assertEquals("/2018-06-01/runtime/restore/error", error.path());
        assertEquals(
                "Runtime.AfterRestoreError",
                error.headers().get("lambda-runtime-function-error-type"));
        assertEquals(64, exit(process));
        assertEquals(0, lambda.asked());
    }

    private Process start(String handler) throws IOException {
        return start(handler, Map.of());
    }

    private Process start(String handler, Map<String, String> more) throws IOException {
        var variables = new HashMap<>(more);
        variables.put(LambdaVariable.HANDLER.key(), handler);
        variables.put(LambdaVariable.RUNTIME_API.key(), lambda.address());
        var builder =
                new ProcessBuilder(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                // As deployed, and not silent as the tests are.
                                "-Dlogback.configurationFile=logback.xml",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName()));
        builder.environment().putAll(variables);
        builder.redirectErrorStream(true).redirectOutput(output().toFile());
        return builder.start();
    }

    private Path output() {
        return folder.resolve("output");
    }

    private static int exit(Process process) throws InterruptedException {
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return process.exitValue();
    }

    private static ScriptedRuntimeApi newApi() {
        try {
            return new ScriptedRuntimeApi();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// A function that starts.
    public static final class Greets implements RequestStreamHandler {
        @Override
        public void handleRequest(InputStream event, OutputStream out, Context context)
                throws IOException {
            out.write("\"hello\"".getBytes(StandardCharsets.UTF_8));
        }
    }

    /// A function that does not.
    public static final class Broken implements RequestStreamHandler {
        public Broken() {
            throw new IllegalStateException(
                    "beans", new IllegalStateException("the variable SO_AND_SO is not set"));
        }

        @Override
        public void handleRequest(InputStream event, OutputStream out, Context context) {
            throw new AssertionError("never called");
        }
    }
}
