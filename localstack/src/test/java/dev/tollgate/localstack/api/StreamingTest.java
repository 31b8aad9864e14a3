package dev.tollgate.localstack.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Each over HTTP/1.1 in clear and over HTTP/2 by ALPN.
final class StreamingTest {
    /// Long enough that a busy machine writes a first byte in it.
    private static final Duration SHORT = Duration.ofSeconds(2);

    @TempDir private static Path folder;
    private static ApiEmulator.Keystore keystore;
    private static HttpClient client;
    private RunningGateway gateway;

    @BeforeAll
    static void createKeystore() throws Exception {
        keystore = SelfSigned.create(folder);
        client = HttpClient.newBuilder().sslContext(SelfSigned.trustingContext()).build();
    }

    @AfterAll
    static void closeClient() {
        client.shutdownNow();
    }

    @BeforeEach
    void start() throws IOException {
        gateway = new RunningGateway(options -> options.withTls(0, keystore));
    }

    private void limitFunctionTime() throws IOException {
        gateway.close();
        gateway =
                new RunningGateway(
                        options -> options.withTls(0, keystore).withFunctionTimeout(SHORT));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void chunk_isWrittenOnlyAfterTheClientSawTheOneBefore(Version version) throws Exception {
        int chunks = 5;
        var seen = new Semaphore(1);
        gateway.function((_, out, _) -> {
            Scripts.prelude(out, "{\"statusCode\":200}");
            for (int k = 0; k < chunks; k++) {
                acquire(seen);
                out.write('0' + k);
                out.flush();
            }
        });
        HttpResponse<InputStream> response = open(version);
        try (InputStream body = response.body()) {
            for (int k = 0; k < chunks; k++) {
                assertEquals('0' + k, body.read());
                seen.release();
            }
            assertEquals(-1, body.read());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void flush_afterThePrelude_sendsStatusAndHeadersAlone(Version version) throws Exception {
        var headersSeen = new CountDownLatch(1);
        gateway.function((_, out, _) -> {
            Scripts.prelude(out, "{\"statusCode\":202}");
            out.flush();
            await(headersSeen);
            out.write('x');
        });
        HttpResponse<InputStream> response = open(version);
        assertEquals(202, response.statusCode());
        headersSeen.countDown();
        try (InputStream body = response.body()) {
            assertEquals("x", new String(body.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void failure_afterTheFirstByte_isNeverACleanEnd(Version version) throws Exception {
        var seen = new CountDownLatch(1);
        gateway.function((_, out, _) -> {
            Scripts.prelude(out, "{\"statusCode\":200}");
            out.write('x');
            await(seen);
            throw new IllegalStateException("broken");
        });
        assertCut(version, seen);
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void timeout_afterTheFirstByte_cutsAndStopsTheFunction(Version version) throws Exception {
        limitFunctionTime();
        var later = new CompletableFuture<IOException>();
        gateway.function((_, out, _) -> {
            Scripts.prelude(out, "{\"statusCode\":200}");
            out.write('x');
            try {
                Thread.sleep(Duration.ofMinutes(5));
            } catch (InterruptedException e) {
                later.complete(assertThrows(IOException.class, () -> out.write('y')));
            }
        });
        assertCut(version, new CountDownLatch(1));
        assertTrue(later.get(10, TimeUnit.SECONDS).toString().contains("cut"));
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void client_thatLeaves_failsTheNextWrites(Version version) throws Exception {
        var failure = new CompletableFuture<Boolean>();
        gateway.function(writingUntilItFails(failure));
        HttpResponse<InputStream> response = open(version);
        InputStream body = response.body();
        assertEquals('x', body.read());
        body.close();
        assertTrue(failure.get(20, TimeUnit.SECONDS));
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void client_thatDoesNotRead_holdsTheFunctionBack(Version version) throws Exception {
        limitFunctionTime();
        var failure = new CompletableFuture<Boolean>();
        var written = new AtomicLong();
        gateway.function((_, out, _) -> {
            byte[] chunk = new byte[64 * 1024];
            Scripts.prelude(out, "{\"statusCode\":200}");
            try {
                while (written.get() < 1L << 30) {
                    out.write(chunk);
                    written.addAndGet(chunk.length);
                }
            } catch (IOException e) {
                failure.complete(true);
            }
        });
        HttpResponse<InputStream> response = open(version);
        assertEquals(0, response.body().read());
        // Its time ends while it waits for room; unhindered it would have been done long before.
        assertTrue(failure.get(20, TimeUnit.SECONDS));
        assertTrue(written.get() < 1L << 28, "wrote " + written);
        response.body().close();
    }

    @Test
    void manyStreams_onOneConnection_doNotWaitForOneAnother() throws Exception {
        int calls = 64;
        var allHere = new CountDownLatch(calls);
        gateway.function((_, out, _) -> {
            allHere.countDown();
            await(allHere);
            Scripts.prelude(out, "{\"statusCode\":200}");
            out.write('x');
        });
        List<CompletableFuture<HttpResponse<String>>> responses = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            responses.add(client.sendAsync(request(Version.HTTP_2), BodyHandlers.ofString()));
        }
        for (CompletableFuture<HttpResponse<String>> response : responses) {
            HttpResponse<String> answer = response.get(20, TimeUnit.SECONDS);
            assertEquals(Version.HTTP_2, answer.version());
            assertEquals("x", answer.body());
        }
    }

    private void assertCut(Version version, CountDownLatch seen) throws Exception {
        HttpResponse<InputStream> response = open(version);
        assertEquals(200, response.statusCode());
        try (InputStream body = response.body()) {
            assertEquals('x', body.read());
            seen.countDown();
            assertThrows(IOException.class, body::read);
        }
    }

    private HttpResponse<InputStream> open(Version version) throws Exception {
        HttpResponse<InputStream> response =
                client.send(request(version), BodyHandlers.ofInputStream());
        assertEquals(version, response.version());
        return response;
    }

    private HttpRequest request(Version version) {
        var uri =
                switch (version) {
                    case HTTP_1_1 -> gateway.uri(RunningGateway.CONVERSE);
                    case HTTP_2 -> gateway.tlsUri(RunningGateway.CONVERSE);
                };
        return HttpRequest.newBuilder(uri)
                .version(version)
                .header("Authorization", "Bearer somebody")
                .timeout(Duration.ofSeconds(30))
                .POST(BodyPublishers.ofString("{}"))
                .build();
    }

    private static RequestStreamHandler writingUntilItFails(CompletableFuture<Boolean> failure) {
        return (_, out, _) -> {
            Scripts.prelude(out, "{\"statusCode\":200}");
            try {
                while (true) {
                    out.write('x');
                    out.flush();
                    Thread.sleep(5);
                }
            } catch (IOException e) {
                failure.complete(true);
                throw e;
            } catch (InterruptedException e) {
                throw new IOException("interrupted before the client was missed", e);
            }
        };
    }

    private static void acquire(Semaphore semaphore) throws IOException {
        try {
            if (!semaphore.tryAcquire(20, TimeUnit.SECONDS)) {
                throw new IOException("the client did not see the chunk before");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new IOException("waited in vain");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
