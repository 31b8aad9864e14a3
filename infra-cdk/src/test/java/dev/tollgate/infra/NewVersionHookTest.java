package dev.tollgate.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tollgate.authorizer.AuthorizerFunction;
import dev.tollgate.control.ControlFunction;
import dev.tollgate.core.config.Setting;
import dev.tollgate.core.config.Settings;
import dev.tollgate.llmproxy.LlmProxyFunction;
import dev.tollgate.runtime.LambdaFunction;
import dev.tollgate.testkit.LambdaContext;
import dev.tollgate.testkit.SequentialIds;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What CodeDeploy runs before a new version is called, against the functions themselves. Python
/// runs the hook; this test is Lambda, CodeDeploy and a DynamoDB without items.
final class NewVersionHookTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final BlockingQueue<JsonNode> statuses = new LinkedBlockingQueue<>();
    @TempDir private Path folder;
    private HttpServer server;
    private volatile boolean isStoreDown;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        // A version asks this server for items while its own answer waits.
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @ParameterizedTest
    @EnumSource(GatewayFunction.class)
    void hook_versionThatAnswers_letsTheDeploymentGoOn(GatewayFunction function) throws Exception {
        runHook(function);
        assertStatus("Succeeded");
    }

    @ParameterizedTest
    @EnumSource(GatewayFunction.class)
    void hook_versionThatReachesNoStore_stopsTheDeployment(GatewayFunction function)
            throws Exception {
        isStoreDown = true;
        runHook(function);
        assertStatus("Failed");
    }

    private void assertStatus(String status) {
        JsonNode told = statuses.poll();
        assertTrue(told != null, "CodeDeploy waits");
        assertEquals(status, told.path("status").asText());
        assertEquals("d-1", told.path("deploymentId").asText());
        assertEquals("e-1", told.path("lifecycleEventHookExecutionId").asText());
    }

    private void runHook(GatewayFunction function) throws Exception {
        Path printed = folder.resolve("printed");
        var builder =
                new ProcessBuilder(
                                "python3",
                                "-c",
                                "import new_version; new_version.handler({'DeploymentId': 'd-1',"
                                        + " 'LifecycleEventHookExecutionId': 'e-1'}, None)")
                        .redirectErrorStream(true)
                        .redirectOutput(printed.toFile());
        builder.environment()
                .putAll(
                        Map.of(
                                "PYTHONPATH",
                                Path.of("hook").toAbsolutePath()
                                        + ":"
                                        + Path.of("src/test/python").toAbsolutePath(),
                                "PYTHONDONTWRITEBYTECODE",
                                "1",
                                "GATEWAY",
                                address(),
                                "CHECK",
                                function.word(),
                                "VERSION",
                                function.word()));
        assertEquals(0, builder.start().waitFor(), () -> text(printed));
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/status")) {
            statuses.add(JSON.readTree(body));
            send(exchange, 200, bytes("{}"));
        } else if (path.startsWith("/invoke/")) {
            send(exchange, 200, invoke(GatewayFunction.of(path.substring(8)), body));
        } else if (isStoreDown) {
            send(exchange, 400, denied());
        } else {
            // DynamoDB's answer to GetItem where there is no item.
            send(exchange, 200, bytes("{}"));
        }
    }

    private byte[] invoke(GatewayFunction function, byte[] event) throws IOException {
        var out = new ByteArrayOutputStream();
        try (LambdaFunction version = version(function)) {
            version.handleRequest(new ByteArrayInputStream(event), out, new LambdaContext("check"));
            return out.toByteArray();
        } catch (RuntimeException e) {
            // As Lambda answers for a function that throws.
            return JSON.writeValueAsBytes(Map.of("errorMessage", String.valueOf(e.getMessage())));
        }
    }

    private LambdaFunction version(GatewayFunction function) {
        var settings =
                Settings.of(
                        Map.of(
                                Setting.REGION.key(),
                                Policies.REGION,
                                Setting.TENANT_TABLE.key(),
                                "tenants",
                                Setting.PLATFORM_TABLE.key(),
                                "platform",
                                Setting.KEY_PEPPER.key(),
                                new SequentialIds().next(),
                                Setting.DYNAMODB_ENDPOINT.key(),
                                address()));
        return switch (function) {
            case LLM_PROXY -> new LlmProxyFunction(settings);
            case CONTROL -> new ControlFunction(settings);
            case AUTHORIZER -> new AuthorizerFunction(settings);
        };
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// Not worth a second attempt to the SDK.
    private static byte[] denied() {
        return bytes("{\"__type\":\"com.amazonaws.dynamodb.v20120810#AccessDeniedException\"}");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
