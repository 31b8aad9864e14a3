package dev.tollgate.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import io.github.cdklabs.cdknag.NagPackProps;
import io.github.cdklabs.cdknag.NagReportFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Aspects;

/// cdk-nag's rules for AWS solutions: what they find is what we know of, each with its reason. A
/// reason without a finding fails too.
final class NagTest {
    private static final Map<String, String> KNOWN =
            Map.of(
                    "IAM4", "API Gateway writes its logs by the policy that AWS manages for that",
                    "IAM5", "a profile's model lies in Regions that AWS chooses",
                    "APIG2", "the functions check bodies, and answer in the dialect of the route",
                    "APIG3", "a firewall tuned for prompts comes with the stages of its own issue",
                    "APIG4", "/healthz asks for no credential",
                    "COG4", "issuers are the tenants' own: a REQUEST authorizer, not Cognito");

    @Test
    void rules_onAllStacksOfProd_findOnlyWhatIsKnown() throws IOException {
        App app = Synthesized.app(Map.of("stage", "prod", "bedrockModels", "us.a.b, c.d"));
        // Aspects do not pass from an app into its stages.
        Aspects.of(Synthesized.stage(app))
                .add(
                        new AwsSolutionsChecks(
                                NagPackProps.builder()
                                        .reports(true)
                                        .reportFormats(List.of(NagReportFormat.JSON))
                                        .build()));
        var found = new TreeSet<String>();
        for (Path report : reports(Path.of(app.synth().getDirectory()))) {
            for (JsonNode line : new ObjectMapper().readTree(report.toFile()).path("lines")) {
                if (line.path("compliance").asText().equals("Non-Compliant")) {
                    found.add(line.path("ruleId").asText().replace("AwsSolutions-", ""));
                }
            }
        }
        assertEquals(new TreeSet<>(KNOWN.keySet()), found);
    }

    private static List<Path> reports(Path assembly) throws IOException {
        try (var files = Files.walk(assembly)) {
            List<Path> reports =
                    files.filter(file -> file.toString().endsWith("NagReport.json")).toList();
            assertEquals(3, reports.size(), "a report for each stack");
            return reports;
        }
    }
}
