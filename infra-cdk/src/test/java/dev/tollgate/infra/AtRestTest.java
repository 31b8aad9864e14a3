package dev.tollgate.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What a stage costs while nobody calls: nothing in dev, and elsewhere what the guide says.
final class AtRestTest {
    private static final BigDecimal A_RULE = BigDecimal.ONE;

    private static JsonNode prices;

    @BeforeAll
    static void read() throws IOException {
        prices = new YAMLMapper().readTree(Path.of("src/test/resources/at-rest.yaml").toFile());
    }

    @Test
    void dev_atRest_hasNothingThatIsBilled() throws IOException {
        Synthesized dev = Synthesized.of(Map.of());
        assertEquals(Map.of(), billed(dev));
        // What these would cost depends on how they are set, and not on their type alone.
        Synthesized.resources(dev.data(), "AWS::DynamoDB::Table")
                .values()
                .forEach(table -> {
                    JsonNode properties = table.path("Properties");
                    assertEquals("PAY_PER_REQUEST", properties.path("BillingMode").asText());
                    assertTrue(properties.path("SSESpecification").isMissingNode());
                    assertFalse(
                            properties
                                    .path("PointInTimeRecoverySpecification")
                                    .path("PointInTimeRecoveryEnabled")
                                    .asBoolean());
                });
        assertEquals(Map.of(), Synthesized.resources(dev.functions(), "AWS::Lambda::Url"));
        dev.all()
                .values()
                .forEach(template ->
                        assertFalse(
                                template.toString().contains("ProvisionedConcurrencyConfig"),
                                "provisioned concurrency"));
    }

    @Test
    void preprodAndProd_atRest_costWhatTheGuideSays() throws IOException {
        String guide = Files.readString(Path.of("../docs/deploy.md"));
        for (String stage : new String[] {"preprod", "prod"}) {
            BigDecimal sum =
                    billed(Synthesized.of(Map.of("stage", stage))).values().stream()
                            .reduce(BigDecimal.ZERO, BigDecimal::add);
            var said = Pattern.compile("\\| " + stage + " \\| ([0-9.]+) USD").matcher(guide);
            assertTrue(said.find(), () -> "no floor of " + stage + "; it is " + sum);
            assertEquals(0, new BigDecimal(said.group(1)).compareTo(sum), () -> stage + ' ' + sum);
        }
    }

    /// What is billed at rest by its type, in USD a month.
    private static Map<String, BigDecimal> billed(Synthesized stage) {
        var billed = new TreeMap<String, BigDecimal>();
        stage.all()
                .values()
                .forEach(template ->
                        template.path("Resources").forEach(resource -> add(billed, resource)));
        billed.values().removeIf(usd -> usd.signum() == 0);
        return billed;
    }

    private static void add(Map<String, BigDecimal> billed, JsonNode resource) {
        String type = resource.path("Type").asText();
        JsonNode price = prices.path(type).path("usd");
        assertTrue(price.isNumber(), () -> "nobody says what " + type + " costs at rest");
        billed.merge(type, cost(type, price.decimalValue(), resource), BigDecimal::add);
    }

    private static BigDecimal cost(String type, BigDecimal price, JsonNode resource) {
        JsonNode properties = resource.path("Properties");
        return switch (type) {
            case "AWS::CloudWatch::Alarm" ->
                    price.multiply(BigDecimal.valueOf(metrics(properties.path("Metrics"))));
            case "AWS::WAFv2::WebACL" ->
                    price.add(A_RULE.multiply(BigDecimal.valueOf(properties.path("Rules").size())));
            default -> price;
        };
    }

    private static int metrics(JsonNode queries) {
        int metrics = 0;
        for (JsonNode query : queries) {
            metrics += query.has("MetricStat") ? 1 : 0;
        }
        return Math.max(1, metrics);
    }
}
