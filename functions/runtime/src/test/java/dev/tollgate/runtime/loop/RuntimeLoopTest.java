package dev.tollgate.runtime.loop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tollgate.core.config.LambdaVariable;
import dev.tollgate.core.config.Settings;
import dev.tollgate.runtime.ProxyFunction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RuntimeLoopTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final String PRELUDE = "{\"statusCode\":200,\"headers\":{}}" + "\0".repeat(8);

    private final ScriptedRuntimeApi lambda = newApi();
    private CompletableFuture<Void> ended = CompletableFuture.completedFuture(null);

    @AfterEach
    void stop() throws IOException {
        lambda.close();
        ended.orTimeout(30, TimeUnit.SECONDS).exceptionally(_ -> null).join();
    }

    @Test
    void run_handlerFlushes_eachChunkArrivesBeforeTheNextIsWritten() throws Exception {
        var read = new Semaphore(0);
        start((_, out, _) -> {
            out.write(PRELUDE.getBytes(StandardCharsets.UTF_8));
            for (String word : new String[] {"one ", "two ", "three"}) {
                out.write(word.getBytes(StandardCharsets.UTF_8));
                out.flush();
                read.acquireUninterruptibly();
            }
        });
        lambda.offer("r-1", "{}");

        PostedRequest answer = lambda.take();
        assertEquals("/2018-06-01/runtime/invocation/r-1/response", answer.path());
        assertEquals("streaming", answer.headers().get("lambda-runtime-function-response-mode"));
        assertEquals(
                "application/vnd.awslambda.http-integration-response",
                answer.headers().get("content-type"));
        assertEquals(
                ResponseStream.ERROR_TYPE + ", " + ResponseStream.ERROR_BODY,
                answer.headers().get("trailer"));
        assertEquals(PRELUDE + "one ", answer.chunk());
        read.release();
        assertEquals("two ", answer.chunk());
        read.release();
        assertEquals("three", answer.chunk());
        assertEquals(1, lambda.asked(), "asked for more before the function had returned");
        read.release();
        assertEquals(Map.of(), answer.trailers());
    }

    @Test
    void run_anySizesAndFlushes_whatIsWrittenArrives() throws Exception {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var expected = new ByteArrayOutputStream();
        start((_, out, _) -> {
            for (int i = 0; i < 200; i++) {
                byte[] bytes = new byte[random.nextInt(i % 10 == 0 ? 50_000 : 300)];
                random.nextBytes(bytes);
                expected.write(bytes);
                out.write(bytes);
                if (random.nextBoolean()) {
                    out.flush();
                }
            }
            out.write('x');
            expected.write('x');
            out.close();
        });
        lambda.offer("r", "{}");

        byte[] body = lambda.take().body();

        assertArrayEquals(expected.toByteArray(), body, () -> "seed " + seed);
    }

    @Test
    void run_failsBeforeAnythingLeft_isAnErrorWithoutDetails() throws Exception {
        start((_, out, _) -> {
            out.write("dropped".getBytes(StandardCharsets.UTF_8));
            throw new IllegalStateException("a secret detail");
        });
        lambda.offer("r-2", "{}");

        PostedRequest error = lambda.take();

        assertEquals("/2018-06-01/runtime/invocation/r-2/error", error.path());
        assertEquals(
                "java.lang.IllegalStateException",
                error.headers().get("lambda-runtime-function-error-type"));
        assertEquals(
                "{\"errorMessage\":\"the function failed, see its log for r-2\","
                        + "\"errorType\":\"java.lang.IllegalStateException\",\"stackTrace\":[]}",
                error.text());
    }

    @Test
    void run_failsInMidStream_endsWithTrailersAndServesOn() throws Exception {
        start((event, out, _) -> {
            out.write(event.readAllBytes());
            out.flush();
            throw new IOException("a secret detail");
        });
        lambda.offer("r-3", "{}");
        lambda.offer("r-4", "{}");

        PostedRequest answer = lambda.take();

        assertEquals("java.io.IOException", trailer(answer, ResponseStream.ERROR_TYPE));
        String body =
                new String(
                        Base64.getDecoder().decode(trailer(answer, ResponseStream.ERROR_BODY)),
                        StandardCharsets.UTF_8);
        assertTrue(body.contains("\"errorType\":\"java.io.IOException\""), body);
        assertFalse(body.contains("secret"), body);
        assertEquals("{}", answer.text());
        assertEquals("/2018-06-01/runtime/invocation/r-4/response", lambda.take().path());
    }

    @Test
    void run_clientGoes_handlerLearnsItBySendingAndTheNextIsServed() throws Exception {
        var seen = new LinkedBlockingQueue<IOException>();
        var cut = new Semaphore(0);
        start((event, out, _) -> {
            byte[] text = event.readAllBytes();
            out.write(text);
            out.flush();
            if (new String(text, StandardCharsets.UTF_8).equals("\"goes\"")) {
                cut.acquireUninterruptibly();
                seen.add(writeUntilItFails(out));
                throw new IOException("settled, and passed on");
            }
        });
        lambda.offer("r-5", "\"goes\"");
        lambda.offer("r-6", "\"stays\"");

        PostedRequest left = lambda.take();
        left.chunk();
        left.cut();
        cut.release();

        assertTrue(seen.poll(30, TimeUnit.SECONDS) != null);
        PostedRequest next = lambda.take();
        assertEquals("/2018-06-01/runtime/invocation/r-6/response", next.path());
        assertEquals("\"stays\"", next.text());
        assertTrue(lambda.isQuiet(), "nobody is told of an error that nobody waits for");
    }

    @Test
    void run_functionThatIsNoProxy_answersWhole() throws Exception {
        startBuffered((event, out, _) -> {
            out.write('[');
            out.flush();
            out.write(event.readAllBytes());
            out.write(']');
        });
        lambda.offer("r-7", "{\"ü\":1}");

        PostedRequest answer = lambda.take();

        assertNull(answer.headers().get("transfer-encoding"));
        assertNull(answer.headers().get("lambda-runtime-function-response-mode"));
        assertEquals("application/json", answer.headers().get("content-type"));
        assertEquals("[{\"ü\":1}]", answer.text());
    }

    @Test
    void run_authorizerRefuses_itsMessageIsTheError() throws Exception {
        startBuffered((_, _, _) -> {
            throw new IllegalArgumentException("Unauthorized");
        });
        lambda.offer("r-8", "{}");

        PostedRequest error = lambda.take();

        assertEquals("/2018-06-01/runtime/invocation/r-8/error", error.path());
        assertTrue(error.text().contains("\"errorMessage\":\"Unauthorized\""), error.text());
    }

    @Test
    void run_context_isWhatTheApiSays() throws Exception {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        startBuffered((_, _, context) -> {
            seen.add(context.getAwsRequestId());
            seen.add(context.getInvokedFunctionArn());
            seen.add(Integer.toString(context.getRemainingTimeInMillis()));
            seen.add(context.getFunctionName() + ":" + context.getFunctionVersion());
            seen.add(Integer.toString(context.getMemoryLimitInMB()));
            seen.add(System.getProperty("com.amazonaws.xray.traceHeader", "none"));
        });
        lambda.offer(new ScriptedRuntimeApi.Offer("r-9", "{}", NOW.plusMillis(1234), "Root=1-a"));
        lambda.offer(new ScriptedRuntimeApi.Offer("r-10", "{}", NOW.minusSeconds(9), ""));
        lambda.take();
        lambda.take();

        assertEquals(
                "[r-9, %1$s, 1234, echo:7, 512, Root=1-a, r-10, %1$s, 0, echo:7, 512, none]"
                        .formatted(ScriptedRuntimeApi.ARN),
                seen.toString());
    }

    @Test
    void run_memoryIsExhausted_reportsAndEnds() throws Exception {
        start((_, _, _) -> {
            throw new OutOfMemoryError("for a test");
        });
        lambda.offer("r-11", "{}");
        lambda.offer("r-12", "{}");

        assertEquals("/2018-06-01/runtime/invocation/r-11/error", lambda.take().path());
        assertThrows(Exception.class, () -> ended.orTimeout(30, TimeUnit.SECONDS).join());
        assertEquals(1, lambda.asked());
    }

    private static IOException writeUntilItFails(OutputStream out) {
        while (true) {
            try {
                out.write(new byte[1024]);
                out.flush();
            } catch (IOException e) {
                return e;
            }
        }
    }

    private static String trailer(PostedRequest request, String name) {
        return request.trailers().getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    private void start(RequestStreamHandler handler) throws IOException {
        run(new Streams(handler));
    }

    private void startBuffered(RequestStreamHandler handler) throws IOException {
        run(handler);
    }

    private void run(RequestStreamHandler function) throws IOException {
        var identity =
                FunctionIdentity.of(
                        Settings.of(
                                Map.of(
                                        LambdaVariable.FUNCTION_NAME.key(), "echo",
                                        LambdaVariable.FUNCTION_VERSION.key(), "7",
                                        LambdaVariable.MEMORY_SIZE.key(), "512")));
        var loop =
                new RuntimeLoop(
                        RuntimeApi.at(lambda.address()),
                        function,
                        identity,
                        Clock.fixed(NOW, ZoneOffset.UTC));
        ended =
                CompletableFuture.runAsync(
                        () -> {
                            try {
                                loop.run();
                            } catch (IOException _) {
                                // The script is over.
                            }
                        },
                        task -> Thread.ofVirtual().start(task));
    }

    private static ScriptedRuntimeApi newApi() {
        try {
            return new ScriptedRuntimeApi();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private record Streams(RequestStreamHandler handler) implements ProxyFunction {
        @Override
        public void handleRequest(InputStream event, OutputStream out, Context context)
                throws IOException {
            handler.handleRequest(event, out, context);
        }

        @Override
        public void close() {}
    }
}
