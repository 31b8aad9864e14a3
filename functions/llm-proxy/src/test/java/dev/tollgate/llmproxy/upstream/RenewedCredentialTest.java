package dev.tollgate.llmproxy.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import dev.tollgate.aws.secret.SecretUnavailableException;
import dev.tollgate.core.call.Deadline;
import dev.tollgate.core.config.ProviderConfig;
import dev.tollgate.core.config.ProviderKind;
import dev.tollgate.llmproxy.provider.UpstreamRequest;
import dev.tollgate.testkit.Fixtures;
import dev.tollgate.testkit.MutableClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A key that was rotated at its provider while the gateway still had the old one.
final class RenewedCredentialTest {
    private static final UpstreamRequest REQUEST =
            new UpstreamRequest("/chat", Map.of(), "{}".getBytes(StandardCharsets.UTF_8));

    private final MutableClock clock = new MutableClock(Fixtures.NOW);
    private final List<String> presented = Collections.synchronizedList(new ArrayList<>());
    private final Keys keys = new Keys();
    private final UpstreamClient client = UpstreamClients.create(keys, clock);
    private volatile int refusal = 401;
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    String key = exchange.getRequestHeaders().getFirst("authorization");
                    presented.add(key);
                    exchange.getRequestBody().readAllBytes();
                    exchange.sendResponseHeaders(key.equals("Bearer new") ? 200 : refusal, -1);
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
    }

    @Test
    void send_withAKeyRotatedMeanwhile_goesOnceMoreWithTheNewOne() throws UpstreamException {
        keys.kept = "new";
        assertEquals(200, status());
        assertEquals(List.of("Bearer old", "Bearer new"), presented);
    }

    @Test
    void send_refusedAsAnUnknownKeyOfBedrocks_goesOnceMoreToo() throws UpstreamException {
        refusal = 403;
        keys.kept = "new";
        assertEquals(200, status());
        assertEquals(2, presented.size());
    }

    @Test
    void send_withAKeyThatIsSimplyWrong_goesOnce() throws UpstreamException {
        assertEquals(401, status());
        assertEquals(List.of("Bearer old"), presented);
    }

    @Test
    void send_whoseNewKeyIsRefusedToo_goesTwiceAndNoMore() throws UpstreamException {
        keys.kept = "wrong as well";
        assertEquals(401, status());
        assertEquals(List.of("Bearer old", "Bearer wrong as well"), presented);
    }

    @Test
    void send_refusedForAnotherReason_asksForNoKey() throws UpstreamException {
        refusal = 400;
        keys.kept = "new";
        assertEquals(400, status());
        assertEquals(0, keys.asked);
    }

    @Test
    void send_whileTheKeyCannotBeRead_isNotSentAndWorthAnotherTry() {
        keys.down = true;
        var failure = assertThrows(UpstreamException.class, this::status);
        assertEquals(UpstreamException.Kind.NOT_SENT, failure.kind());
        assertEquals(List.of(), presented);
    }

    private int status() throws UpstreamException {
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        var provider = new ProviderConfig("sim", ProviderKind.OPENAI, url, null, "ssm:/x", 512);
        var deadline = Deadline.in(Duration.ofSeconds(30), clock);
        try (UpstreamAnswer answer = client.send(Fixtures.ACME, provider, REQUEST, deadline)) {
            return answer.head().status();
        }
    }

    /// Has the old key until it is asked for another one.
    private static final class Keys implements Credentials {
        private String known = "old";
        private String kept = "old";
        private boolean down;
        private int asked;

        @Override
        public String secret(String reference) {
            if (down) {
                throw new SecretUnavailableException(reference + " cannot be read", null);
            }
            return known;
        }

        @Override
        public boolean renew(String reference) {
            asked++;
            boolean changed = !known.equals(kept);
            known = kept;
            return changed;
        }
    }
}
