package dev.tollgate.localstack.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.localstack.cli.Tollgate;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `./tollgate up` with a laptop's AWS credentials in its environment, and a Bedrock under AWS's
/// own name that is really beside it: whose access key signs which call.
final class LaptopBedrockIT {
    private static final String ACCESS_KEY = "LAPTOPSOWNKEY";
    private static final String HELLO =
            """
            {"messages":[{"role":"user","content":[{"text":"Hello."}]}],
             "inferenceConfig":{"maxTokens":16}}\
            """;

    @TempDir Path home = Path.of("");

    private BesideBedrock bedrock;

    @BeforeEach
    void start() throws Exception {
        for (String part : List.of("openapi", "localstack", "infra-cdk")) {
            Files.createSymbolicLink(
                    home.resolve(part), Path.of("..", part).toAbsolutePath().normalize());
        }
        bedrock = BesideBedrock.start(home);
    }

    @AfterEach
    void stop() throws IOException {
        tollgate("down");
        bedrock.close();
    }

    @Test
    void call_toAwsIsSignedByTheLaptop_andToTheSimulatorInTheTenantsSession() throws Exception {
        ChildJvm.Ended up = tollgate("up", "--detach", "--port", "0", "--config", config());
        assertEquals(0, up.exit(), up.toString());
        assertEquals(200, converse("real"));
        assertEquals(1, bedrock.authorizations().size());
        String authorization = bedrock.authorizations().getFirst();
        assertTrue(authorization.contains("Credential=" + ACCESS_KEY + '/'), authorization);
        assertTrue(authorization.contains("/us-east-1/bedrock/"), authorization);
        // The simulator knows nobody but the stack's own sessions.
        assertEquals(200, converse("simulated"));
        assertEquals(1, bedrock.authorizations().size());
    }

    private int converse(String alias) throws Exception {
        Map<String, String> environment =
                Files.readAllLines(new Home(home).state().resolve("env")).stream()
                        .map(line -> line.replace("export ", "").replace("'", "").split("=", 2))
                        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        var request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "%s/model/%s/converse"
                                                .formatted(environment.get("TOLLGATE_URL"), alias)))
                        .timeout(Duration.ofMinutes(1))
                        .header("authorization", "Bearer " + environment.get("TOLLGATE_JWT_ACME"))
                        .POST(HttpRequest.BodyPublishers.ofString(HELLO))
                        .build();
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }

    /// Two providers that differ in their addresses alone.
    private String config() throws IOException {
        Path config = home.resolve("config");
        Files.createDirectories(config.resolve("tenants"));
        Files.writeString(
                config.resolve("platform.yaml"),
                """
                issuers:
                  - issuer: ${TOLLGATE_ISSUER_URL}/acme
                    jwksUri: ${TOLLGATE_ISSUER_URL}/acme/jwks.json
                    audience: tollgate
                    algorithms: [RS256, ES256]
                    tenantClaim: tenant
                    tenants: {acme: acme}
                providers:
                  aws: {kind: bedrock, region: us-east-1, baseUrl: "%s"}
                  sim: {kind: bedrock, region: us-east-1, baseUrl: "${TOLLGATE_SIM_BEDROCK_URL}"}
                prices: {}
                """
                        .formatted(bedrock.url()));
        Files.writeString(
                config.resolve("tenants/acme.yaml"),
                """
                tenant: acme
                name: Acme Corporation
                timeZone: Europe/Berlin
                aliases:
                  real: {provider: aws, model: "amazon.nova-lite-v1:0", maxOutputTokens: 16}
                  simulated: {provider: sim, model: "anthropic.claude-sim-v1:0", maxOutputTokens: 16}
                limits: {}
                ceilingPrice: {version: ceiling, input: 1.00, output: 1.00}
                """);
        return config.toString();
    }

    private ChildJvm.Ended tollgate(String... arguments) throws IOException {
        var options = List.of("--enable-native-access=ALL-UNNAMED", "-Dtollgate.home=" + home);
        var variables =
                Map.of(
                        "AWS_ACCESS_KEY_ID",
                        ACCESS_KEY,
                        "AWS_SECRET_ACCESS_KEY",
                        "hidden",
                        // The stack's own process is a child of this one.
                        "JAVA_TOOL_OPTIONS",
                        String.join(" ", bedrock.options()));
        return new ChildJvm(options, variables).run(Tollgate.class, arguments);
    }
}
