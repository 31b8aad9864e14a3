package dev.tollgate.localstack.api.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.contract.ContractDocument;
import dev.tollgate.contract.ContractDocument.Operation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Holds the contract against itself and against what the emulator reads of it.
final class ContractTest {
    private static final Path FILE = Path.of("../openapi/tollgate.yaml");
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final int LAMBDA_EVENT_BYTES = 6 * 1024 * 1024;

    private final ContractDocument contract = ContractDocument.read();
    private final JsonNode document = contract.root();

    @Test
    void routes_ofTheEmulator_areThoseOfTheContract() throws IOException {
        Set<String> written =
                contract.operations().map(Operation::toString).collect(Collectors.toSet());
        Set<String> served =
                ContractReader.read(FILE).routes().stream()
                        .map(route -> route.method() + ' ' + route.resource())
                        .collect(Collectors.toSet());
        assertEquals(written, served);
        assertEquals(16, served.size());
    }

    @Test
    void authorizers_standBeforeEverythingButHealth() throws IOException {
        Contract served = ContractReader.read(FILE);
        assertEquals(Set.of("llm-proxy", "control"), served.functions());
        for (Route route : served.routes()) {
            assertEquals(
                    route.resource().equals("/healthz"),
                    route.authorizer().isEmpty(),
                    route.resource());
            route.authorizer()
                    .ifPresent(spec ->
                            assertEquals(
                                    spec.caches() ? List.of("Authorization") : List.of(),
                                    spec.identityHeaders(),
                                    route.resource()));
        }
    }

    @Test
    void authorizer_thatKeepsAnswersUnderNothing_isRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new AuthorizerSpec("open", List.of(), Duration.ofSeconds(30)));
        assertFalse(new AuthorizerSpec("either", List.of(), Duration.ZERO).caches());
    }

    @Test
    void publishedBodyLimit_fitsIntoALambdaEvent() throws IOException {
        long base64 = (ContractReader.read(FILE).maxBodyBytes() + 2L) / 3 * 4;
        long headersTwiceEscaped = 2L * 6 * 10_240;
        assertTrue(base64 + headersTwiceEscaped + 16_384 < LAMBDA_EVENT_BYTES);
    }

    @Test
    void operationIds_areUnique() {
        List<String> ids =
                contract.operations()
                        .map(operation -> operation.node().path("operationId").asText())
                        .toList();
        assertEquals(ids.size(), new HashSet<>(ids).size());
        assertFalse(ids.contains(""));
    }

    @TestFactory
    Stream<DynamicTest> examples_fitTheirSchemas() {
        var examples = new ArrayList<DynamicTest>();
        mediaTypes("", document, examples);
        assertTrue(examples.size() >= 15, "found " + examples.size());
        return examples.stream();
    }

    @TestFactory
    Stream<DynamicTest> refusals_breakTheirSchemas() {
        List<DynamicTest> refusals = contract.operations().flatMap(this::refusals).toList();
        assertFalse(refusals.isEmpty());
        return refusals.stream();
    }

    @TestFactory
    Stream<DynamicTest> gatewayResponses_haveTheSharedErrorBody() throws IOException {
        GatewayResponses responses = ContractReader.read(FILE).gatewayResponses();
        return Stream.of(GatewayResponseType.values())
                .map(type ->
                        DynamicTest.dynamicTest(
                                type.name(),
                                () -> {
                                    GatewayResponses.Rendered rendered =
                                            responses.render(type, Map.of());
                                    assertValid(
                                            "/components/schemas/Error",
                                            JSON.readTree(rendered.body()));
                                    assertEquals(type.status(), rendered.statusCode());
                                }));
    }

    @Test
    void unauthorizedExample_isWhatTheGatewaySays() throws IOException {
        GatewayResponses.Rendered rendered =
                ContractReader.read(FILE)
                        .gatewayResponses()
                        .render(GatewayResponseType.UNAUTHORIZED, Map.of());
        JsonNode example =
                document.at(
                        "/components/responses/Unauthorized/content/application~1json/examples/no-credential/value");
        assertEquals(example, JSON.readTree(rendered.body()));
    }

    private Stream<DynamicTest> refusals(Operation operation) {
        String schema = operation.pointer() + "/requestBody/content/application~1json/schema";
        return operation
                .node()
                .path("x-tollgate-refusals")
                .propertyStream()
                .map(refusal ->
                        DynamicTest.dynamicTest(
                                operation + " " + refusal.getKey(),
                                () ->
                                        assertFalse(
                                                contract.errors(
                                                                schema,
                                                                refusal.getValue().path("value"))
                                                        .isEmpty())));
    }

    /// Every object with a schema and examples, wherever it stands.
    private void mediaTypes(String pointer, JsonNode node, List<DynamicTest> into) {
        if (node.has("schema") && node.has("examples")) {
            for (Map.Entry<String, JsonNode> example : node.path("examples").properties()) {
                into.add(
                        DynamicTest.dynamicTest(
                                pointer + ' ' + example.getKey(),
                                () ->
                                        assertValid(
                                                pointer + "/schema",
                                                example.getValue().path("value"))));
            }
        }
        node.properties()
                .forEach(member ->
                        mediaTypes(
                                pointer + '/' + ContractDocument.escaped(member.getKey()),
                                member.getValue(),
                                into));
    }

    private void assertValid(String schema, JsonNode value) {
        assertFalse(value.isMissingNode());
        assertEquals(List.of(), contract.errors(schema, value));
    }
}
