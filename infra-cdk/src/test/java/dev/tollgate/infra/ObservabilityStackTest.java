package dev.tollgate.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.core.call.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Alarms and dashboard of prod.
final class ObservabilityStackTest {
    private static final Pattern RUNBOOK = Pattern.compile("docs/runbooks/[a-z-]+[.]md");
    private static final Pattern OUTCOME = Pattern.compile("\"Outcome\",\"([A-Z_]+)\"");

    private static Synthesized prod;

    @BeforeAll
    static void synthesize() throws IOException {
        prod = Synthesized.of(Map.of("stage", "prod", "alarmEmail", "ops@example.com"));
    }

    @Test
    void alarms_ofTheStage_nameARunbookThatExists() {
        var named = new TreeSet<String>();
        for (JsonNode alarm : alarms()) {
            var runbook = RUNBOOK.matcher(alarm.path("AlarmDescription").asText());
            assertTrue(runbook.find(), alarm::toString);
            assertTrue(Files.exists(Path.of("..", runbook.group())), runbook::group);
            named.add(Path.of(runbook.group()).getFileName().toString());
        }
        assertEquals(runbooks(), named, "a runbook for nothing");
    }

    @Test
    void alarms_ofTheStack_tellTheTopicAndStaySilentWithoutCalls() {
        var alarms = Synthesized.resources(prod.observability(), "AWS::CloudWatch::Alarm").values();
        assertFalse(alarms.isEmpty());
        for (JsonNode alarm : alarms) {
            JsonNode properties = alarm.path("Properties");
            assertEquals(1, properties.path("AlarmActions").size());
            assertEquals(1, properties.path("OKActions").size());
            assertEquals("notBreaching", properties.path("TreatMissingData").asText());
        }
        var subscription =
                Synthesized.resources(prod.observability(), "AWS::SNS::Subscription")
                        .values()
                        .iterator()
                        .next();
        assertEquals("ops@example.com", subscription.path("Properties").path("Endpoint").asText());
    }

    @Test
    void metrics_ofOurs_haveTheOutcomesThatFunctionsWrite() {
        var written =
                Arrays.stream(Outcome.values()).map(Outcome::name).collect(Collectors.toSet());
        written.add("REFUSED");
        var read = new TreeSet<String>();
        String dashboard = prod.observability().toString().replace("\\", "");
        var found = OUTCOME.matcher(dashboard);
        while (found.find()) {
            read.add(found.group(1));
        }
        for (JsonNode alarm : alarms()) {
            alarm.findValues("Dimensions")
                    .forEach(dimensions ->
                            dimensions.forEach(dimension -> {
                                if (dimension.path("Name").asText().equals("Outcome")) {
                                    read.add(dimension.path("Value").asText());
                                }
                            }));
        }
        assertTrue(read.contains("REFUSED"), read::toString);
        assertTrue(written.containsAll(read), () -> read + " of " + written);
    }

    private static List<JsonNode> alarms() {
        var alarms = new ArrayList<JsonNode>();
        prod.all()
                .values()
                .forEach(template ->
                        Synthesized.resources(template, "AWS::CloudWatch::Alarm")
                                .values()
                                .forEach(alarm -> alarms.add(alarm.path("Properties"))));
        return alarms;
    }

    private static Set<String> runbooks() {
        String[] files = Path.of("../docs/runbooks").toFile().list();
        return new TreeSet<>(List.of(files == null ? new String[0] : files));
    }
}
