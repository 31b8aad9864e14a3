package dev.tollgate.localstack.isolated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tollgate.testkit.LambdaContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IsolatedFunctionTest {
    private static final int MOST = 2;

    @TempDir private Path folder = Path.of("");
    private IsolatedFunction function;

    @BeforeEach
    void start() throws IOException {
        function = start(TestFunction.class);
    }

    @AfterEach
    void stop() throws Exception {
        List<Long> processes = function.processes();
        function.close();
        for (long pid : processes) {
            assertTrue(ended(pid), "process " + pid + " outlives its function");
        }
    }

    @Test
    void handleRequest_oneAfterAnother_oneProcessServesAll() throws IOException {
        String first = call("pid");

        assertEquals(first, call("pid"));
        assertNotEquals(Long.toString(ProcessHandle.current().pid()), first);
        assertEquals(List.of(Long.valueOf(first)), function.processes());
    }

    @Test
    void handleRequest_manyAtOnce_allAreServedByAsManyAsAllowed() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> calls =
                    IntStream.range(0, 40)
                            .mapToObj(_ -> threads.submit(() -> call("pid")))
                            .toList();
            var processes = new HashSet<String>();
            for (Future<String> call : calls) {
                processes.add(call.get(60, TimeUnit.SECONDS));
            }
            assertTrue(processes.size() <= MOST, processes::toString);
        }
    }

    @Test
    void handleRequest_fails_saysWhatTheFunctionToldLambda() throws IOException {
        var failed = assertThrows(FunctionFailedException.class, () -> call("fail"));

        assertFalse(failed.toString().contains("secret"), failed::toString);
        assertFalse(call("pid").isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"fail late", "exit", "exit late"})
    void handleRequest_breaksOff_isAnErrorAndTheNextIsServed(String how) throws IOException {
        var out = new ByteArrayOutputStream();

        assertThrows(IOException.class, () -> call(how, out));

        assertEquals(how.endsWith("late") ? "begun" : "", out.toString(StandardCharsets.UTF_8));
        assertFalse(call("pid").isEmpty());
    }

    @Test
    void handleRequest_readerGoes_functionLearnsItAndServesOn() throws IOException {
        String before = call("pid");
        var gone = new IOException("gone");

        var seen = assertThrows(IOException.class, () -> call("pour", new Leaving(gone)));

        assertEquals(gone, seen);
        assertEquals(before, call("pid"), "the environment was not lost");
    }

    @Test
    void handleRequest_interrupted_environmentIsKilled() throws Exception {
        long before = Long.parseLong(call("pid"));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var begun = new CountDownLatch(1);
            Future<?> hanging =
                    threads.submit(() -> {
                        call("hang", new Signalling(begun));
                        return null;
                    });
            assertTrue(begun.await(60, TimeUnit.SECONDS));
            assertFalse(hanging.isDone());
            hanging.cancel(true);
        }

        assertTrue(ended(before));
        assertNotEquals(Long.toString(before), call("pid"));
    }

    @Test
    void start_constructorThrows_namesTheLogThatSaysWhy() throws IOException {
        var failed = assertThrows(IOException.class, () -> start(UnstartableFunction.class));

        Path log = folder.resolve("UnstartableFunction.log");
        assertTrue(failed.toString().contains(log.toString()), failed::toString);
        assertTrue(Files.readString(log).contains("the function does not start"));
    }

    private IsolatedFunction start(Class<? extends RequestStreamHandler> handler)
            throws IOException {
        String name = handler.getSimpleName();
        var launch =
                new Launch(
                        name,
                        handler,
                        folder.resolve("not-built"),
                        Map.of(),
                        folder.resolve(name + ".log"));
        return IsolatedFunction.start(launch, MOST, Clock.systemUTC());
    }

    private String call(String event) throws IOException {
        var out = new ByteArrayOutputStream();
        call(event, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private void call(String event, OutputStream out) throws IOException {
        function.handleRequest(
                new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
                out,
                new LambdaContext("call"));
    }

    private static boolean ended(long pid) throws InterruptedException, ExecutionException {
        var process = ProcessHandle.of(pid);
        if (process.isPresent()) {
            process.get().onExit().orTimeout(30, TimeUnit.SECONDS).get();
        }
        return true;
    }

    /// Tells when something was written.
    private static final class Signalling extends OutputStream {
        private final CountDownLatch written;

        Signalling(CountDownLatch written) {
            this.written = written;
        }

        @Override
        public void write(int b) {
            written.countDown();
        }
    }

    /// Reads a little and goes.
    private static final class Leaving extends OutputStream {
        private final IOException gone;
        private int read;

        Leaving(IOException gone) {
            this.gone = gone;
        }

        @Override
        public void write(int b) throws IOException {
            if (++read > 5000) {
                throw gone;
            }
        }
    }
}
