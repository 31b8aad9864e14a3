package dev.tollgate.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What the roles of prod may do and may not, by IAM's rules and not by the look of the template.
final class PolicyTableTest {
    private static final Path TABLE = Path.of("src/test/resources/policy-table.yaml");

    /// Every resource that names more than one thing, and why. `*` in a role of a function is none.
    private static final Map<String, String> WIDE =
            Map.of(
                    "arn:aws:bedrock:*::foundation-model/anthropic.claude-test-v1:0",
                    "a profile sends calls to its model in Regions that it chooses",
                    "arn:aws:bedrock:*::foundation-model/amazon.nova-test-v1:0",
                    "a provider of the platform's configuration names its Region",
                    "arn:aws:bedrock:*:111122223333:guardrail/t3st",
                    "a provider of the platform's configuration names its Region",
                    "arn:aws:bedrock:*:111122223333:inference-profile/us.anthropic.claude-test-v1:0",
                    "a provider of the platform's configuration names its Region",
                    "arn:aws:ssm:eu-central-1:111122223333:parameter/tollgate/prod/upstream/*",
                    "operators name the keys of upstreams, configuration says which are used",
                    "arn:aws:secretsmanager:eu-central-1:111122223333:secret:tollgate/prod/upstream/*",
                    "the same, and an ARN ends in six letters of AWS's choice",
                    "log-group",
                    "the streams of a function's own log group",
                    "function",
                    "a hook calls each new version of its own function");

    private static Synthesized synthesized;
    private static Policies policies;
    private static JsonNode keyPolicy;

    @BeforeAll
    static void synthesize() throws IOException {
        synthesized =
                Synthesized.of(
                        Map.of(
                                "stage",
                                "prod",
                                "bedrockModels",
                                "us.anthropic.claude-test-v1:0,amazon.nova-test-v1:0,guardrail/t3st"));
        policies = new Policies(synthesized.functions());
        keyPolicy =
                new Policies(synthesized.data())
                        .plain(
                                Synthesized.resources(synthesized.data(), "AWS::KMS::Key")
                                        .values()
                                        .iterator()
                                        .next()
                                        .path("Properties")
                                        .path("KeyPolicy"));
    }

    @Test
    void roles_onEachRequestOfTheTable_areAllowedOrDeniedAsItSays() throws IOException {
        JsonNode table = new YAMLMapper().readTree(TABLE.toFile());
        var simulations = new ArrayList<Map<String, Object>>();
        table.forEach(line -> simulations.add(simulation(line)));
        List<String> answers = PolicySimulator.install().run(simulations);
        assertEquals(table.size(), answers.size());
        var wrong = new ArrayList<String>();
        for (int i = 0; i < answers.size(); i++) {
            boolean allowed = answers.get(i).equals("Allowed");
            boolean denied = answers.get(i).endsWith("Denied");
            if (table.path(i).path("allow").asBoolean() ? !allowed : !denied) {
                wrong.add(answers.get(i) + ": " + table.path(i));
            }
        }
        assertEquals(List.of(), wrong);
        System.out.println(answers.size() + " requests against the policies of prod");
    }

    @Test
    void resources_ofThePolicies_areNarrowOrHaveAReason() {
        var wide = new TreeSet<String>();
        policies.byRole()
                .values()
                .forEach(statements ->
                        statements.forEach(statement -> {
                            assertEquals("Allow", statement.path("Effect").asText());
                            for (JsonNode resource : each(statement.path("Resource"))) {
                                if (resource.asText().contains("*")) {
                                    wide.add(kind(resource.asText()));
                                }
                            }
                            for (JsonNode action : each(statement.path("Action"))) {
                                assertTrue(!action.asText().contains("*"), action::asText);
                            }
                        }));
        assertEquals(new TreeSet<>(WIDE.keySet()), wide);
    }

    private static String kind(String arn) {
        if (arn.startsWith(Policies.arn("logs", "log-group:"))) {
            return "log-group";
        }
        return arn.startsWith(Policies.arn("lambda", "function:")) ? "function" : arn;
    }

    private static Iterable<JsonNode> each(JsonNode node) {
        return node.isArray() ? node : List.of(node);
    }

    private static Map<String, Object> simulation(JsonNode line) {
        String role = role(line.path("role").asText());
        String resource = arn(line.path("on").asText());
        var simulation = new HashMap<String, Object>();
        simulation.put(
                "request",
                Map.of(
                        "principal",
                        Policies.role(role),
                        "action",
                        line.path("action").asText(),
                        "resource",
                        Map.of("resource", resource, "accountId", Policies.ACCOUNT),
                        "contextVariables",
                        context(line)));
        simulation.put(
                "identityPolicies",
                List.of(
                        Map.of(
                                "name",
                                "all",
                                "policy",
                                Map.of(
                                        "Version",
                                        "2012-10-17",
                                        "Statement",
                                        Synthesized.need(policies.byRole(), role)))));
        switch (line.path("on").asText()) {
            case "Key" -> simulation.put("resourcePolicy", keyPolicy);
            case "tenant-session" ->
                    simulation.put("resourcePolicy", policies.trust(role("tenant-session")));
            default -> {}
        }
        return simulation;
    }

    private static Map<String, Object> context(JsonNode line) {
        var context = new HashMap<String, Object>();
        if (line.has("tenant")) {
            context.put("aws:PrincipalTag/TenantId", line.path("tenant").asText());
        }
        if (line.has("keys")) {
            context.put(
                    "dynamodb:LeadingKeys",
                    StreamSupport.stream(line.path("keys").spliterator(), false)
                            .map(JsonNode::asText)
                            .toList());
        }
        if (line.has("via")) {
            context.put(
                    "kms:ViaService",
                    line.path("via").asText() + '.' + Policies.REGION + ".amazonaws.com");
        }
        if (line.has("opens")) {
            String name = line.path("via").asText().equals("ssm") ? "PARAMETER_ARN" : "SecretARN";
            context.put("kms:EncryptionContext:" + name, arn(line.path("opens").asText()));
        }
        if (line.has("tag")) {
            context.put("aws:RequestTag/TenantId", line.path("tag").asText());
            context.put("aws:TagKeys", List.of("TenantId"));
        }
        return context;
    }

    private static String arn(String resource) {
        return switch (resource) {
            case "TenantTable", "PlatformTable" -> Policies.arn("dynamodb", "table/" + resource);
            case "Key" -> Policies.arn("kms", "key/stage");
            case "pepper" -> Policies.arn("ssm", "parameter/tollgate/prod/key-pepper");
            case "upstream-parameter" ->
                    Policies.arn("ssm", "parameter/tollgate/prod/upstream/acme/openai");
            case "upstream-secret" ->
                    Policies.arn("secretsmanager", "secret:tollgate/prod/upstream/openai-Ab12cD");
            case "tenant-session" -> Policies.role(role("tenant-session"));
            default -> resource;
        };
    }

    /// The id of a function's role, or of the tenants'.
    private static String role(String word) {
        String prefix =
                word.equals("tenant-session") ? "TenantSession" : word.replace("-", "") + "Role";
        return policies.byRole().keySet().stream()
                .filter(id -> id.startsWith(prefix))
                .findFirst()
                .orElseThrow();
    }
}
