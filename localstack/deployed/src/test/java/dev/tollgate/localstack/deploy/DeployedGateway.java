package dev.tollgate.localstack.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.GatewayContract;
import dev.tollgate.contract.Target;
import dev.tollgate.localstack.stack.Home;
import dev.tollgate.localstack.tool.Boto3;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/// What must hold of the CDK app wherever it is deployed: the contract of every gateway, but for
/// what the emulator's list leaves out, and a machine that it leaves as it was. One deployment for
/// all of it.
@TestInstance(Lifecycle.PER_CLASS)
abstract class DeployedGateway extends GatewayContract {
    private static final String HELLO =
            """
            {"messages":[{"role":"user","content":[{"text":"Hello."}]}]}\
            """;

    @TempDir private static Path folder = Path.of("");

    private final String emulator;
    private final int python;
    private DeployedStack stack;

    /// @param python its minor version, which the emulator needs at least
    DeployedGateway(String emulator, int python) {
        this.emulator = emulator;
        this.python = python;
    }

    @BeforeAll
    void deploy() throws IOException {
        Requirement.python(python);
        stack = DeployedStack.on(emulator, Files.createDirectory(folder.resolve(emulator)));
    }

    @AfterAll
    void destroy() throws Exception {
        if (stack != null) {
            assertEquals(List.of(), stack.destroy(), "left by destroy local");
        }
    }

    DeployedStack stack() {
        return stack;
    }

    @Override
    protected Target target() throws Exception {
        return new Target(
                emulator,
                stack.url(),
                stack.credentials(),
                Target.SIMULATED,
                stack.simulator(),
                stack.environment(),
                Boto3.install(Home.cache(System.getenv()), Requirement.python(MiniStack.MINOR)),
                tenant -> stack.ledger(tenant).path("lines"));
    }

    @Test
    void keyCreate_forTheDeployment_makesAKeyThatWorks() throws Exception {
        String printed =
                stack.tollgate("key", "create", "--deployed", "--tenant", "acme", "--owner", "ada")
                        .success();
        String[] words = printed.strip().split("\\s+", -1);
        assertEquals(200, usage(words[words.length - 1]));
    }

    @Test
    void stage_byAwsCredentialsAlone_isConfiguredAndItsNewTenantServed() throws Exception {
        var operator = new StageByCredentials(stack, folder);
        stack.putUpstreamKey("initech/openai", "upstream-openai");
        String applied = operator.applyOneTenantMore("initech");
        assertTrue(applied.contains("stage dev in account 000000000000, us-east-1"), applied);
        assertTrue(applied.contains("tenant initech: name: + "), applied);
        String key = operator.createKey("initech");
        assertEquals(200, usage(key));
        assertEquals(200, converse(key));
        assertTrue(operator.ledger("initech").contains("sim.claude"));
        assertOwnKeys(key);
        operator.refusals();
    }

    /// By the tenant's own key, which a trace tells; one that is not there is not replaced.
    private void assertOwnKeys(String bearer) throws Exception {
        HttpResponse<String> answer = send(conversing("sim.gpt", bearer));
        assertEquals(200, answer.statusCode(), answer.body());
        String call = answer.headers().firstValue("x-tollgate-call").orElseThrow();
        stack.settledLedger("initech");
        String trace = send(request("/v1/traces/" + call, bearer)).body();
        assertTrue(trace.contains("\"upstreamKey\":\"tenant\""), trace);
        String refusal = send(conversing("sim.anthropic", bearer)).body();
        assertTrue(refusal.contains("upstream_rejected"), refusal);
    }

    @Test
    void backup_restoredAfterEveryItemWasLost_bringsBooksAndKeysBack() throws Exception {
        var operator = new StageByCredentials(stack, folder);
        String key = operator.createKey("globex");
        assertEquals(200, converse(key));
        JsonNode before = stack.settledLedger("globex");
        Path backup = operator.backup();
        operator.restoreIsRefused(backup);
        stack.loseEveryItem();
        operator.restore(backup);
        assertEquals(before.path("lines"), stack.ledger("globex").path("lines"));
        assertEquals(spentInAMonth(before), spentInAMonth(stack.ledger("globex")));
        assertEquals(200, converse(key));
        JsonNode after = stack.settledLedger("globex");
        long cost = after.at("/lines/0/costNanos").asLong();
        assertTrue(cost > 0, after.toString());
        assertEquals(spentInAMonth(before) + cost, spentInAMonth(after));
    }

    private static long spentInAMonth(JsonNode ledger) {
        for (JsonNode limit : ledger.path("limits")) {
            if (limit.path("unit").asText().equals("money")
                    && limit.path("window").asText().equals("month")) {
                return limit.path("settled").asLong();
            }
        }
        throw new AssertionError("no limit of money in a month: " + ledger);
    }

    @Test
    void app_deployedTwice_hasNothingToChange() throws IOException {
        CdkApp app = stack.app(emulator, "");
        app.deploy();
        app.requireNoDifference();
    }

    @Test
    void sockets_ofTheWholeDeployment_areOnLoopback() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/net/tcp")), "Linux alone tells by /proc");
        var key = Objects.requireNonNull(stack.environment().get("TOLLGATE_KEY_ACME"));
        assertEquals(200, usage(key));
        ListeningSockets sockets = ListeningSockets.of(stack.processes());
        assertNotEquals(List.of(), sockets.addresses());
        assertEquals(List.of(), sockets.beyondLoopback());
    }

    private int usage(String bearer) throws IOException, InterruptedException {
        return send(request("/v1/usage", bearer)).statusCode();
    }

    private int converse(String bearer) throws IOException, InterruptedException {
        return send(conversing("sim.claude", bearer)).statusCode();
    }

    private HttpRequest.Builder conversing(String alias, String bearer) {
        return request("/model/" + alias + "/converse", bearer)
                .POST(HttpRequest.BodyPublishers.ofString(HELLO));
    }

    private HttpRequest.Builder request(String path, String bearer) {
        return HttpRequest.newBuilder(URI.create(stack.url() + path))
                .timeout(Duration.ofMinutes(2))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + bearer);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
