package dev.tollgate.localstack.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.tollgate.contract.errors.RawCalls;
import dev.tollgate.contract.errors.Simulator;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The tenants' role without one of its rights: the call that needs it is refused before any model
/// is asked, with the error of a store that does not answer, and the others go on.
final class StrippedRoleIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> PARTS =
            List.of("openapi", "localstack", "functions", "authorizer");

    @TempDir static Path folder = Path.of("");

    @Test
    void withoutTheRightToWriteItems_callsAreRefusedAndBooksAreRead() throws Exception {
        assertEquals(
                Map.of("converse", "503 store_unavailable", "usage", "200 "),
                without("dynamodb:UpdateItem"));
    }

    @Test
    void withoutTheRightToReadItems_booksAreNot() throws Exception {
        String usage = without("dynamodb:GetItem").get("usage");
        assertEquals("503 store_unavailable", usage);
    }

    private static Map<String, String> without(String action) throws Exception {
        Path own = Files.createTempDirectory(folder, "stripped");
        try (LocalStack stack = LocalStack.start(options(own, action));
                var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            var calls = new RawCalls(http);
            var simulator = new Simulator(stack.upstreams().url(), http);
            String token = "Bearer " + stack.environment().get("TOLLGATE_JWT_ACME");
            byte[] hello = RawCalls.saying("hello");
            var converse =
                    new RawCalls.Call(
                            stack.url(), "/model/sim.claude/converse", token, Map.of(), hello);
            var usage = new RawCalls.Call(stack.url(), "/v1/usage", token, Map.of(), null);
            var seen =
                    Map.of(
                            "converse",
                            said(calls.send(converse)),
                            "usage",
                            said(calls.send(usage)));
            assertEquals(0, simulator.requests());
            return seen;
        } finally {
            for (String part : PARTS) {
                Files.delete(own.resolve(part));
            }
        }
    }

    private static String said(HttpResponse<byte[]> answer) throws IOException {
        JsonNode body = JSON.readTree(answer.body());
        return answer.statusCode() + " " + body.at("/error/code").asText();
    }

    /// A checkout like this one, but for the role's policy.
    private static StackOptions options(Path own, String action) throws IOException {
        Path checkout = Path.of("..").toAbsolutePath().normalize();
        for (String part : PARTS) {
            Files.createSymbolicLink(own.resolve(part), checkout.resolve(part));
        }
        Path policies = Files.createDirectories(own.resolve("infra-cdk/policies"));
        try (var all = Files.list(checkout.resolve("infra-cdk/policies"))) {
            for (Path one : all.toList()) {
                Files.copy(one, policies.resolve(one.getFileName()));
            }
        }
        Path policy = policies.resolve("tenant-session.json");
        JsonNode document = JSON.readTree(policy.toFile());
        int taken = 0;
        for (JsonNode statement : document.path("Statement")) {
            if (statement.path("Action") instanceof ArrayNode actions) {
                for (int i = actions.size() - 1; i >= 0; i--) {
                    if (actions.get(i).asText().equals(action)) {
                        actions.remove(i);
                        taken++;
                    }
                }
            }
        }
        assertEquals(1, taken, action);
        JSON.writeValue(policy.toFile(), document);
        return new StackOptions(
                new Home(own),
                own.resolve("state"),
                TestStack.cache(),
                Path.of("src/test/config"),
                0,
                false);
    }
}
