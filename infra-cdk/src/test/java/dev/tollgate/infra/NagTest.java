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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Aspects;

/// cdk-nag's rules for AWS solutions: what they find is what we know of, each with its reason. A
/// reason without a finding fails too.
final class NagTest {
    private static final Map<String, String> KNOWN =
            Map.of(
                    "IAM4",
                            "API Gateway and CodeDeploy work by the policies that AWS manages for them",
                    "IAM5", "the wide resources are listed with reasons in PolicyTableTest",
                    "APIG2", "the functions check bodies, and answer in the dialect of the route",
                    "APIG4", "/healthz asks for no credential",
                    "COG4", "issuers are the tenants' own: a REQUEST authorizer, not Cognito");

    private static final Map<String, String> KNOWN_IN_DEV =
            Map.of("APIG3", "a firewall costs at rest", "DDB3", "backups cost at rest");

    @ParameterizedTest
    @EnumSource(StageName.class)
    void rules_onAllStacks_findOnlyWhatIsKnown(StageName stage) throws IOException {
        App app = Synthesized.app(Map.of("stage", stage.word(), "bedrockModels", "us.a.b, c.d"));
        // Aspects do not pass from an app into its stages.
        Aspects.of(Synthesized.stage(app))
                .add(
                        new AwsSolutionsChecks(
                                NagPackProps.builder()
                                        .reports(true)
                                        .reportFormats(List.of(NagReportFormat.JSON))
                                        .build()));
        var found = new TreeSet<String>();
        for (Path report : reports(Path.of(app.synth().getDirectory()), stage)) {
            for (JsonNode line : new ObjectMapper().readTree(report.toFile()).path("lines")) {
                if (line.path("compliance").asText().equals("Non-Compliant")) {
                    found.add(line.path("ruleId").asText().replace("AwsSolutions-", ""));
                }
            }
        }
        var known = new TreeSet<>(KNOWN.keySet());
        if (!stage.keeps()) {
            known.addAll(KNOWN_IN_DEV.keySet());
        }
        assertEquals(known, found);
    }

    private static List<Path> reports(Path assembly, StageName stage) throws IOException {
        try (var files = Files.walk(assembly)) {
            List<Path> reports =
                    files.filter(file -> file.toString().endsWith("NagReport.json")).toList();
            assertEquals(stage.keeps() ? 4 : 3, reports.size(), "a report for each stack");
            return reports;
        }
    }
}
