package dev.tollgate.llmproxy.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.core.call.Deadline;
import dev.tollgate.core.config.ProviderConfig;
import dev.tollgate.core.config.ProviderKind;
import dev.tollgate.llmproxy.provider.UpstreamRequest;
import dev.tollgate.llmproxy.upstream.UpstreamException.Kind;
import dev.tollgate.testkit.Fixtures;
import dev.tollgate.testkit.MutableClock;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// What happens below HTTP: connections, credentials, addresses.
final class UpstreamClientTest {
    private static final UpstreamRequest REQUEST =
            new UpstreamRequest("/chat", Map.of(), "{}".getBytes(StandardCharsets.UTF_8));

    private final MutableClock clock = new MutableClock(Fixtures.NOW);
    private String credential = "upstream-key";
    private final UpstreamClient client = UpstreamClients.create(_ -> credential, clock);

    private static ProviderConfig at(URI url) {
        return new ProviderConfig("sim", ProviderKind.OPENAI, url, null, "env:X", 512);
    }

    private UpstreamAnswer send(URI url) throws UpstreamException {
        return client.send(Fixtures.ACME, at(url), REQUEST, deadline());
    }

    private static void hi(OutputStream out) throws IOException {
        KeepAliveServer.chunk(out, "hi");
        KeepAliveServer.end(out);
    }

    private Deadline deadline() {
        return Deadline.in(Duration.ofSeconds(30), clock);
    }

    private String all(UpstreamAnswer answer) throws UpstreamException {
        var text = new StringBuilder();
        try (answer) {
            for (var bytes = answer.next(deadline());
                    bytes.isPresent();
                    bytes = answer.next(deadline())) {
                text.append(new String(bytes.get(), StandardCharsets.US_ASCII));
            }
        }
        return text.toString();
    }

    @Test
    void send_soonAfter_usesTheConnectionAgain() throws IOException, UpstreamException {
        try (var server = new KeepAliveServer(2, UpstreamClientTest::hi)) {
            all(send(server.url()));
            clock.advance(Connections.OLDEST.minusMillis(1));
            assertEquals("hi", all(send(server.url())));
            assertEquals(1, server.connections());
        }
    }

    @Test
    void send_connectionClosedWhileIdle_isNotMet() throws IOException, UpstreamException {
        try (var server = new KeepAliveServer(1, UpstreamClientTest::hi)) {
            all(send(server.url()));
            clock.advance(Connections.OLDEST);
            assertEquals("hi", all(send(server.url())));
            assertEquals(2, server.connections());
        }
    }

    @Test
    void send_whileALongStreamRuns_doesNotCutIt() throws IOException, UpstreamException {
        var go = new CountDownLatch(1);
        try (var slow =
                        new KeepAliveServer(
                                1,
                                out -> {
                                    KeepAliveServer.chunk(out, "be");
                                    go.await();
                                    KeepAliveServer.chunk(out, "gun");
                                    KeepAliveServer.end(out);
                                });
                var quick = new KeepAliveServer(9, KeepAliveServer::end)) {
            UpstreamAnswer stream = send(slow.url());
            String begun =
                    new String(stream.next(deadline()).orElseThrow(), StandardCharsets.US_ASCII);
            clock.advance(Duration.ofSeconds(10));
            all(send(quick.url()));
            go.countDown();
            assertEquals("begun", begun + all(stream));
        }
    }

    @Test
    void send_credentialThatNoHeaderCanHold_isNotRepeatedAnywhere() {
        credential = UUID.randomUUID() + "\n";
        var e = assertThrows(UpstreamException.class, () -> send(URI.create("http://127.0.0.1:1")));
        var trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        assertEquals(Kind.NOT_SET_UP, e.kind());
        assertTrue(trace.toString().contains("authorization"), trace::toString);
        assertFalse(trace.toString().contains(credential.strip()), trace::toString);
    }

    @Test
    void send_addressThatIsNotAllowed_isNotSetUp() {
        var e = assertThrows(UpstreamException.class, () -> send(URI.create("https://10.0.0.1")));
        assertEquals(Kind.NOT_SET_UP, e.kind());
    }
}
