package dev.tollgate.localstack.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.localstack.stack.Home;
import dev.tollgate.localstack.tool.Ended;
import dev.tollgate.localstack.tool.ToolFolder;
import dev.tollgate.localstack.tool.Uv;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/// What must hold of the CDK app wherever it is deployed; one deployment for all of it.
@TestInstance(Lifecycle.PER_CLASS)
abstract class DeployedGateway {
    private static final String HELLO =
            """
            {"messages":[{"role":"user","content":[{"text":"Hello."}]}],
             "inferenceConfig":{"maxTokens":16}}\
            """;

    @TempDir private static Path folder = Path.of("");

    private final String emulator;
    private final int python;
    private final HttpClient http = HttpClient.newHttpClient();
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
        http.close();
        if (stack != null) {
            assertEquals(List.of(), stack.destroy(), "left by destroy local");
        }
    }

    @Test
    void boto3_configuredByWhatIsPrinted_conversesAndStreams() throws IOException {
        Uv uv = Uv.install(Home.cache(System.getenv()), Requirement.python(MiniStack.MINOR));
        ToolFolder client = uv.environment("boto3-1.44.5", "boto3==1.44.5", "pytest==8.4.2");
        Path tests = Path.of("src/test/python").toAbsolutePath();
        Ended ended =
                client.start(
                        List.of(
                                client.path().resolve("bin/python").toString(),
                                "-B",
                                "-m",
                                "pytest",
                                "-q",
                                "-p",
                                "no:cacheprovider",
                                tests.toString()),
                        stack.environment());
        assertEquals(0, ended.exit(), ended.printed());
    }

    @Test
    void call_withoutOrWithAnUnknownCredential_isRefused() throws Exception {
        assertEquals(401, converse("").statusCode());
        assertEquals(401, converse("Bearer tg_" + "0".repeat(40)).statusCode());
        assertEquals(401, converse("Bearer " + UUID.randomUUID()).statusCode());
    }

    @Test
    void call_outsideTheKeysRoutes_isForbidden() throws Exception {
        String[] made =
                stack.tollgate(
                                "key",
                                "create",
                                "--deployed",
                                "--tenant",
                                "acme",
                                "--owner",
                                "ada",
                                "--routes",
                                "self-service")
                        .success()
                        .strip()
                        .split("\\s+", -1);
        String bearer = "Bearer " + made[made.length - 1];
        assertEquals(403, converse(bearer).statusCode());
        var usage = request("/v1/usage", bearer).build();
        assertEquals(200, http.send(usage, HttpResponse.BodyHandlers.discarding()).statusCode());
    }

    @Test
    void unknownPath_isTheGatewaysOwnRefusal() throws Exception {
        var answer =
                http.send(
                        request("/nothing/here", key()).build(),
                        HttpResponse.BodyHandlers.ofString());
        assertEquals(403, answer.statusCode());
        assertTrue(answer.body().contains("no such method and path"), answer.body());
    }

    @Test
    void call_leavesALineInTheEmulatorsTable() throws Exception {
        String id = UUID.randomUUID().toString();
        var call =
                request("/model/sim.claude/converse", key())
                        .header("amz-sdk-invocation-id", id)
                        .POST(HttpRequest.BodyPublishers.ofString(HELLO))
                        .build();
        var answer = http.send(call, HttpResponse.BodyHandlers.ofString());
        assertEquals(200, answer.statusCode(), answer.body());
        JsonNode line =
                StreamSupport.stream(stack.ledger("acme").path("lines").spliterator(), false)
                        .filter(one -> one.toString().contains(id))
                        .findFirst()
                        .orElseThrow();
        assertTrue(line.path("costNanos").asLong() > 0, line.toString());
    }

    @Test
    void sockets_ofTheWholeDeployment_areOnLoopback() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/net/tcp")), "Linux alone tells by /proc");
        assertEquals(200, converse(key()).statusCode());
        ListeningSockets sockets = ListeningSockets.of(stack.processes());
        assertNotEquals(List.of(), sockets.addresses());
        assertEquals(List.of(), sockets.beyondLoopback());
    }

    private String key() {
        return "Bearer " + stack.environment().get("TOLLGATE_KEY_ACME");
    }

    private HttpResponse<String> converse(String authorization) throws Exception {
        var call =
                request("/model/sim.claude/converse", authorization)
                        .POST(HttpRequest.BodyPublishers.ofString(HELLO))
                        .build();
        return http.send(call, HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path, String authorization) {
        var request =
                HttpRequest.newBuilder(URI.create(stack.url() + path))
                        .timeout(Duration.ofMinutes(2))
                        .header("Content-Type", "application/json");
        return authorization.isEmpty() ? request : request.header("Authorization", authorization);
    }
}
