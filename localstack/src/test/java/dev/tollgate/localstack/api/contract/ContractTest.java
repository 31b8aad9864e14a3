package dev.tollgate.localstack.api.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
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

    private final JsonNode document = read();

    @Test
    void routes_ofTheEmulator_areThoseOfTheContract() throws IOException {
        Set<String> written = new HashSet<>();
        document.path("paths")
                .properties()
                .forEach(path ->
                        operations(path.getValue())
                                .forEach(operation ->
                                        written.add(
                                                operation.getKey().toUpperCase(Locale.ROOT)
                                                        + ' '
                                                        + path.getKey())));
        Set<String> served =
                ContractReader.read(FILE).routes().stream()
                        .map(route -> route.method() + ' ' + route.resource())
                        .collect(Collectors.toSet());
        assertEquals(written, served);
        assertEquals(7, served.size());
    }

    @Test
    void authorizers_standBeforeEverythingButHealth() throws IOException {
        Contract contract = ContractReader.read(FILE);
        assertEquals(Set.of("llm-proxy", "control"), contract.functions());
        for (Route route : contract.routes()) {
            assertEquals(
                    route.resource().equals("/healthz"),
                    route.authorizer().isEmpty(),
                    route.resource());
            route.authorizer()
                    .ifPresent(
                            spec -> assertEquals(List.of("Authorization"), spec.identityHeaders()));
        }
    }

    @Test
    void publishedBodyLimit_fitsIntoALambdaEvent() throws IOException {
        long base64 = (ContractReader.read(FILE).maxBodyBytes() + 2L) / 3 * 4;
        long headersTwiceEscaped = 2L * 6 * 10_240;
        assertTrue(base64 + headersTwiceEscaped + 16_384 < LAMBDA_EVENT_BYTES);
    }

    @Test
    void operationIds_areUnique() {
        var ids = new ArrayList<String>();
        document.path("paths")
                .forEach(path ->
                        operations(path)
                                .forEach(operation ->
                                        ids.add(
                                                operation
                                                        .getValue()
                                                        .path("operationId")
                                                        .asText())));
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
        var refusals = new ArrayList<DynamicTest>();
        document.path("paths")
                .properties()
                .forEach(path ->
                        operations(path.getValue())
                                .forEach(operation ->
                                        refusals.addAll(refusals(path.getKey(), operation))));
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
                                            "#/components/schemas/Error",
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

    private List<DynamicTest> refusals(String path, Map.Entry<String, JsonNode> operation) {
        String schema =
                "#/paths/"
                        + escaped(path)
                        + '/'
                        + operation.getKey()
                        + "/requestBody/content/application~1json/schema";
        return operation.getValue().path("x-tollgate-refusals").properties().stream()
                .map(refusal ->
                        DynamicTest.dynamicTest(
                                path + ' ' + refusal.getKey(),
                                () ->
                                        assertFalse(
                                                errors(schema, refusal.getValue().path("value"))
                                                        .isEmpty())))
                .toList();
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
                                                '#' + pointer + "/schema",
                                                example.getValue().path("value"))));
            }
        }
        node.properties()
                .forEach(member ->
                        mediaTypes(
                                pointer + '/' + escaped(member.getKey()), member.getValue(), into));
    }

    private void assertValid(String schema, JsonNode value) {
        assertFalse(value.isMissingNode());
        assertEquals(List.of(), errors(schema, value));
    }

    /// The document itself is the schema's frame, so that its references resolve.
    private List<String> errors(String schema, JsonNode value) {
        ObjectNode framed = document.deepCopy();
        framed.put("$ref", schema.replace("{", "%7B").replace("}", "%7D"));
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(framed)
                .validate(value)
                .stream()
                .map(Object::toString)
                .toList();
    }

    private static List<Map.Entry<String, JsonNode>> operations(JsonNode path) {
        return path.properties().stream()
                .filter(member -> Set.of("get", "post").contains(member.getKey()))
                .toList();
    }

    private static String escaped(String member) {
        return member.replace("~", "~0").replace("/", "~1");
    }

    private static JsonNode read() {
        try {
            return new YAMLMapper().readTree(FILE.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
