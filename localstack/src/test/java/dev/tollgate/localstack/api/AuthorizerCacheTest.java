package dev.tollgate.localstack.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The contract's authorizers keep an answer for 30 seconds.
final class AuthorizerCacheTest {
    private static final Duration TTL = Duration.ofSeconds(30);

    private final HttpClient client = HttpClient.newHttpClient();
    private RunningGateway gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new RunningGateway();
    }

    @AfterEach
    void stop() {
        gateway.close();
        client.close();
    }

    @Test
    void answer_withinItsTime_isReused() throws Exception {
        assertEquals(200, converse("a"));
        gateway.clock.advance(TTL.minusMillis(1));
        assertEquals(200, converse("a"));
        assertEquals(1, gateway.authorizerEvents.size());
    }

    @Test
    void answer_afterItsTime_isAskedAgain() throws Exception {
        assertEquals(200, converse("a"));
        gateway.authorizer(Scripts.throwing("Unauthorized"));
        assertEquals(200, converse("a"), "a stale answer is still good");
        gateway.clock.advance(TTL);
        assertEquals(401, converse("a"));
        assertEquals(2, gateway.authorizerEvents.size());
    }

    @Test
    void answer_ofOneCredential_isNotAnothers() throws Exception {
        assertEquals(200, converse("a"));
        gateway.authorizer(Scripts.denying("no"));
        assertEquals(403, converse("b"));
        assertEquals(200, converse("a"));
    }

    @Test
    void answer_ofOneRouteFamily_isNotAnothers() throws Exception {
        assertEquals(200, converse("a"));
        assertEquals(200, usage("a"));
        assertEquals(2, gateway.authorizerEvents.size());
    }

    @Test
    void policy_fromTheCache_isHeldAgainstEachRequest() throws Exception {
        gateway.authorizer(Scripts.allowing("arn:aws:execute-api:*/POST/model/good/*"));
        assertEquals(200, post("/model/good/converse"));
        assertEquals(403, post("/model/bad/converse"));
        assertEquals(200, post("/model/good/converse"));
        assertEquals(1, gateway.authorizerEvents.size());
    }

    @Test
    void failure_isNotKept() throws Exception {
        gateway.authorizer(Scripts.throwing("down"));
        assertEquals(500, converse("a"));
        gateway.authorizer(Scripts.throwing("Unauthorized"));
        assertEquals(401, converse("a"));
        gateway.authorizer(Scripts.allowing("*"));
        assertEquals(200, converse("a"));
    }

    @Test
    void context_ofACachedAnswer_reachesTheFunction() throws Exception {
        gateway.authorizer(
                Scripts.returning(
                        Scripts.policy("Allow", "*", "{\"tenant\":\"acme\",\"n\":1,\"b\":true}")));
        converse("a");
        converse("a");
        for (var event : gateway.events) {
            var authorizer = event.at("/requestContext/authorizer");
            assertEquals("acme", authorizer.path("tenant").textValue());
            assertEquals("1", authorizer.path("n").textValue());
            assertEquals("true", authorizer.path("b").textValue());
            assertEquals("acme/ada", authorizer.path("principalId").textValue());
        }
        assertEquals(2, gateway.events.size());
    }

    private int converse(String credential) throws Exception {
        return status(
                HttpRequest.newBuilder(gateway.uri(RunningGateway.CONVERSE))
                        .header("authorization", credential)
                        .POST(BodyPublishers.ofString("{}")));
    }

    private int usage(String credential) throws Exception {
        return status(
                HttpRequest.newBuilder(gateway.uri("/v1/usage"))
                        .header("Authorization", credential));
    }

    private int post(String path) throws Exception {
        return status(gateway.request(path).POST(BodyPublishers.ofString("{}")));
    }

    private int status(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.discarding()).statusCode();
    }
}
