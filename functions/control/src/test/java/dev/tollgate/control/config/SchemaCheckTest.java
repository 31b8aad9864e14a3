package dev.tollgate.control.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.tollgate.core.config.CredentialReference;
import dev.tollgate.core.ledger.LimitUnit;
import dev.tollgate.core.ledger.Window;
import dev.tollgate.core.money.Offering;
import dev.tollgate.core.money.UsageKind;
import dev.tollgate.core.principal.RouteFamily;
import dev.tollgate.testkit.Fixtures;
import dev.tollgate.testkit.InMemoryConfigStore;
import dev.tollgate.testkit.MutableClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The published schemas are themselves right, say what the domain says, and fit the sample.
final class SchemaCheckTest {
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    static Stream<JsonNode> documents() {
        return Stream.of(SchemaCheck.ofPlatform().document(), SchemaCheck.ofTenant().document());
    }

    @ParameterizedTest
    @MethodSource("documents")
    void schema_itself_isJsonSchema202012(JsonNode document) {
        var meta =
                REGISTRY.getSchema(
                        SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

        assertEquals(List.of(), meta.validate(document));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void examples_ofEveryPart_fitThatPart(JsonNode document) {
        int examples = 0;
        for (JsonNode part : document.findParents("examples")) {
            if (!part.path("examples").isArray()) {
                continue;
            }
            var schema = REGISTRY.getSchema(withDefinitions(part, document));
            for (JsonNode example : part.path("examples")) {
                assertEquals(List.of(), schema.validate(example), part::toString);
                examples++;
            }
        }
        assertTrue(examples > 5);
    }

    private static JsonNode withDefinitions(JsonNode part, JsonNode document) {
        ObjectNode alone = part.deepCopy();
        alone.set("$defs", document.path("$defs"));
        return alone;
    }

    @ParameterizedTest
    @MethodSource("documents")
    void properties_allOfThem_areDescribed(JsonNode document) {
        for (JsonNode properties : document.findValues("properties")) {
            properties
                    .propertyStream()
                    .filter(property -> property.getValue().isObject())
                    .filter(property -> !property.getValue().has("const"))
                    .forEach(property ->
                            assertTrue(
                                    property.getValue().has("description")
                                            || property.getValue().has("$ref"),
                                    property::getKey));
        }
    }

    @Test
    void words_ofTheDomain_areThoseOfTheSchema() {
        JsonNode tenant = SchemaCheck.ofTenant().document();
        JsonNode platform = SchemaCheck.ofPlatform().document();

        assertEquals(
                words(LimitUnit.values(), LimitUnit::word),
                names(tenant.at("/$defs/limits/properties")));
        for (String limits : List.of("/$defs/counts", "/$defs/limits/properties/money")) {
            assertEquals(
                    words(Window.values(), Window::word), names(tenant.at(limits + "/properties")));
        }
        assertEquals(
                words(RouteFamily.values(), RouteFamily::word),
                tenant.at("/$defs/key/properties/routes/items/enum")
                        .valueStream()
                        .map(JsonNode::asText)
                        .collect(Collectors.toSet()));
        assertTrue(
                names(platform.at("/$defs/datedPrice/properties"))
                        .containsAll(words(Offering.MODEL)));
        assertTrue(
                names(platform.at("/$defs/datedUnitPrice/properties"))
                        .containsAll(words(Offering.GUARDRAIL)));
    }

    @Test
    void sample_ofTheLocalStack_hasNoMistake() {
        Path sample = sample();
        var table = new InMemoryConfigStore();
        var importer = new ConfigImporter(table, table, new MutableClock(Fixtures.NOW));
        Plan plan =
                importer.plan(
                        sample,
                        Map.of(
                                "TOLLGATE_ISSUER_URL", "http://127.0.0.1:4001/oidc",
                                "TOLLGATE_SIM_BEDROCK_URL", "http://127.0.0.1:4001/bedrock",
                                "TOLLGATE_SIM_OPENAI_URL", "http://127.0.0.1:4001/openai/v1",
                                "TOLLGATE_SIM_ANTHROPIC_URL", "http://127.0.0.1:4001/anthropic",
                                "TOLLGATE_SIM_AZURE_URL", "http://127.0.0.1:4001/azure",
                                "TOLLGATE_SIM_GEMINI_URL", "http://127.0.0.1:4001/gemini/v1beta",
                                "TOLLGATE_SMOLLM2_URL", "http://127.0.0.1:4002/v1",
                                "TOLLGATE_STAGE", "dev"));
        importer.apply(assertInstanceOf(Plan.Changes.class, plan, () -> plan.lines().toString()));

        assertEquals(Set.of(Fixtures.ACME, Fixtures.GLOBEX), table.head().tenants());
        assertEquals(
                Set.of(
                        "local.smollm2",
                        "sim.anthropic",
                        "sim.azure",
                        "sim.block",
                        "sim.claude",
                        "sim.gemini",
                        "sim.gpt",
                        "sim.mask"),
                table.tenant(Fixtures.ACME).orElseThrow().aliases().keySet());
        assertFalse(table.platform().prices().prices().isEmpty());
    }

    private static Path sample() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("localstack/sample"))) {
            folder = Objects.requireNonNull(folder.getParent(), "no localstack/sample above");
        }
        return folder.resolve("localstack/sample");
    }

    private static <E> Set<String> words(E[] values, Function<E, String> word) {
        return Arrays.stream(values).map(word).collect(Collectors.toSet());
    }

    private static Set<String> words(Offering offering) {
        return UsageKind.of(offering).stream().map(UsageKind::word).collect(Collectors.toSet());
    }

    private static Set<String> names(JsonNode properties) {
        return properties.propertyStream().map(Map.Entry::getKey).collect(Collectors.toSet());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "env:TOLLGATE_UPSTREAM_OPENAI_KEY",
                "env:HOME",
                "ssm:/tollgate/prod/upstream/openai",
                "ssm:/tollgate/prod/upstream/acme/openai.2",
                "ssm:/tollgate/prod/upstream/../key-pepper",
                "ssm:/tollgate/prod/key-pepper",
                "secretsmanager:tollgate/prod/upstream/openai",
                "secretsmanager:arn:aws:secretsmanager:eu-central-1:111122223333:secret:tollgate/prod/upstream/openai-Ab12cD",
                "secretsmanager:arn:aws:secretsmanager:eu-central-1:111122223333:secret:other",
                "sk-pasted"
            })
    void credential_fitsTheSchemaExactlyWhenItNamesAKey(String text) {
        String pattern =
                SchemaCheck.ofPlatform()
                        .document()
                        .findValue("credential")
                        .path("pattern")
                        .textValue();
        boolean fits = Pattern.compile(pattern).matcher(text).find();
        assertEquals(CredentialReference.read(text).isPresent(), fits);
    }
}
