package dev.tollgate.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The service control policy of `docs/deploy.md`, on administrators.
final class GuideScpTest {
    private static final Pattern BLOCK = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL);
    private static final String MODEL =
            "arn:aws:bedrock:eu-central-1::foundation-model/amazon.nova-test-v1:0";

    private static final Map<String, Object> EVERYTHING =
            Map.of(
                    "Version",
                    "2012-10-17",
                    "Statement",
                    List.of(Map.of("Effect", "Allow", "Action", "*", "Resource", "*")));

    @Test
    void policy_onBedrock_letsTheGatewaysSessionsAlone() throws IOException {
        var block = BLOCK.matcher(Files.readString(Path.of("../docs/deploy.md")));
        assertTrue(block.find());
        JsonNode policy = new ObjectMapper().readTree(block.group(1));
        String session = "tollgate-prod-functions-TenantSession1A2B3C4D-X";
        assertEquals(
                List.of("Allowed", "ExplicitlyDenied", "ExplicitlyDenied", "Allowed"),
                PolicySimulator.install()
                        .run(
                                List.of(
                                        simulation(policy, session, "bedrock:InvokeModel", MODEL),
                                        simulation(policy, "admin", "bedrock:InvokeModel", MODEL),
                                        simulation(
                                                policy,
                                                "admin",
                                                "bedrock:InvokeModelWithResponseStream",
                                                MODEL),
                                        simulation(
                                                policy,
                                                "admin",
                                                "dynamodb:GetItem",
                                                Policies.arn("dynamodb", "table/t")))));
    }

    private static Map<String, Object> simulation(
            JsonNode policy, String role, String action, String resource) {
        String principal = Policies.role(role);
        return Map.of(
                "request",
                Map.of(
                        "principal",
                        principal,
                        "action",
                        action,
                        "resource",
                        Map.of("resource", resource, "accountId", Policies.ACCOUNT),
                        "contextVariables",
                        Map.of("aws:PrincipalArn", principal)),
                "identityPolicies",
                List.of(Map.of("name", "admin", "policy", EVERYTHING)),
                "serviceControlPolicies",
                List.of(
                        Map.of(
                                "orgIdentifier",
                                "root",
                                "policies",
                                List.of(
                                        Map.of("name", "full", "policy", EVERYTHING),
                                        Map.of("name", "guide", "policy", policy)))));
    }
}
