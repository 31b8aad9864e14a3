package dev.tollgate.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The authorizer, and its answers that the gateway keeps: an answer that was made for one path, or
/// one credential, must not serve another. Bad credentials are among the errors.
final class CredentialChecks implements Area {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TURNS = 6;

    private final Target target;
    private final Caller caller;

    CredentialChecks(Target target) {
        this.target = target;
        this.caller = Caller.of(target);
    }

    @Override
    public String name() {
        return "credentials";
    }

    @Override
    public Stream<Check> checks() {
        return Stream.of(
                new Check("a key for usage stays out of models", this::keyOfUsageOnly),
                new Check("two tenants' credentials in turn see their own", this::inTurn),
                new Check("no header says who calls", this::spoofed),
                new Check("a key in api-key reaches Azure's paths", this::apiKey),
                new Check("health needs none", this::health));
    }

    private void keyOfUsageOnly() throws Exception {
        String key = target.credential("keyOfUsageOnly");
        for (int turn = 0; turn < TURNS; turn++) {
            assertEquals(200, caller.get("/v1/usage", key).statusCode());
            assertEquals(403, caller.say("hello", key, Caller.id()).statusCode());
        }
    }

    private void inTurn() throws Exception {
        String other = target.credential("acme2");
        String mine = tenant(target.caller(), Map.of());
        String theirs = tenant(other, Map.of());
        assertNotEquals(mine, theirs);
        for (int turn = 0; turn < TURNS; turn++) {
            assertEquals(mine, tenant(target.caller(), Map.of()));
            assertEquals(theirs, tenant(other, Map.of()));
        }
    }

    private void spoofed() throws Exception {
        String mine = tenant(target.caller(), Map.of());
        for (String header : new String[] {"x-tenant-id", "x-tollgate-tenant", "x-amz-tenant-id"}) {
            assertEquals(mine, tenant(target.caller(), Map.of(header, "globex")), header);
        }
    }

    /// Nothing is kept for these paths: a key that fits no route there is refused each time.
    private void apiKey() throws Exception {
        Map<String, String> good = Map.of("api-key", target.caller());
        Map<String, String> narrow = Map.of("api-key", target.credential("keyOfUsageOnly"));
        byte[] body =
                JSON.writeValueAsBytes(
                        Map.of(
                                "model",
                                target.alias(),
                                "messages",
                                List.of(Map.of("role", "user", "content", "hello"))));
        for (String path :
                List.of(
                        "/openai/v1/chat/completions",
                        "/openai/deployments/" + target.alias() + "/chat/completions")) {
            assertEquals(200, caller.send(path, null, good, body).statusCode(), path);
            assertEquals(403, caller.send(path, null, narrow, body).statusCode(), path);
            assertEquals(200, caller.send(path, null, good, body).statusCode(), path);
        }
    }

    private void health() throws Exception {
        assertEquals(200, caller.get("/healthz", null).statusCode());
    }

    private String tenant(String bearer, Map<String, String> headers)
            throws IOException, InterruptedException {
        var answer = caller.send("/v1/usage", bearer, headers, null);
        assertEquals(200, answer.statusCode());
        return JSON.readTree(answer.body()).path("tenant").asText();
    }
}
