package dev.tollgate.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.core.config.Setting;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The functions' template: how they run and what they may do.
final class FunctionsStackTest {
    private static final String PROFILE = "us.anthropic.claude-test-v1:0";
    private static final String MODEL = "amazon.nova-test-v1:0";

    /// Lambda's own name, and no setting of ours.
    private static final String EXEC_WRAPPER = "AWS_LAMBDA_EXEC_WRAPPER";

    /// Every resource that names more than one thing, and why.
    private static final Map<String, String> WIDE =
            Map.of(
                    ":bedrock:*::foundation-model/anthropic.claude-test-v1:0",
                    "a profile sends calls to its model in Regions that it chooses",
                    ":bedrock:*::foundation-model/amazon.nova-test-v1:0",
                    "a provider of the platform's configuration names its Region",
                    ":bedrock:*:<account>:inference-profile/us.anthropic.claude-test-v1:0",
                    "a provider of the platform's configuration names its Region");

    private static JsonNode template;

    @BeforeAll
    static void synthesize() throws IOException {
        template =
                Synthesized.of(Map.of("stage", "prod", "bedrockModels", PROFILE + ", " + MODEL))
                        .functions();
    }

    @Test
    void functions_ofTheStack_areArmJava25WithASnapshotBehindLive() {
        var functions = functions();
        assertEquals(Set.of("llm-proxy", "control", "authorizer"), functions.keySet());
        functions
                .values()
                .forEach(function -> {
                    assertEquals("java25", function.path("Runtime").asText());
                    assertEquals("arm64", function.path("Architectures").path(0).asText());
                    assertEquals(
                            "PublishedVersions",
                            function.path("SnapStart").path("ApplyOn").asText());
                });
        var versions = Synthesized.resources(template, "AWS::Lambda::Version");
        var aliases = Synthesized.resources(template, "AWS::Lambda::Alias").values();
        assertEquals(functions.size(), aliases.size());
        aliases.forEach(alias -> {
            JsonNode properties = alias.path("Properties");
            assertEquals("live", properties.path("Name").asText());
            String version = properties.path("FunctionVersion").path("Fn::GetAtt").path(0).asText();
            JsonNode published = Synthesized.need(versions, version);
            assertEquals(
                    properties.path("FunctionName"),
                    published.path("Properties").path("FunctionName"));
            assertEquals("Retain", published.path("DeletionPolicy").asText(), "to roll back to");
        });
    }

    @Test
    void handlers_ofTheFunctions_areClassesThatLambdaCanMake() throws Exception {
        for (JsonNode function : functions().values()) {
            Class<?> handler = Class.forName(function.path("Handler").asText());
            assertTrue(RequestStreamHandler.class.isAssignableFrom(handler));
            assertEquals(0, handler.getConstructor().getParameterCount());
        }
    }

    @Test
    void environment_ofEachFunction_holdsItsSettingsAndTheStartOfTheLoop() {
        var settings =
                Arrays.stream(Setting.values()).map(Setting::key).collect(Collectors.toSet());
        functions()
                .forEach((name, function) -> {
                    var keys = new TreeSet<String>();
                    function.path("Environment")
                            .path("Variables")
                            .fieldNames()
                            .forEachRemaining(keys::add);
                    boolean streams = keys.remove(EXEC_WRAPPER);
                    assertEquals(GatewayFunction.of(name).isProxy(), streams, name);
                    assertTrue(settings.containsAll(keys), () -> name + " gets " + keys);
                    assertEquals(
                            name.equals("authorizer"),
                            keys.contains(Setting.KEY_PEPPER_PARAMETER.key()),
                            "the pepper is the authorizer's alone");
                    assertTrue(
                            keys.containsAll(
                                    Set.of(
                                            Setting.TENANT_TABLE.key(),
                                            Setting.PLATFORM_TABLE.key())));
                });
    }

    @Test
    void pepper_ofTheAuthorizer_isTheNameOfAParameterThatItMayRead() {
        JsonNode variables =
                Synthesized.need(functions(), "authorizer").path("Environment").path("Variables");
        String name = variables.path(Setting.KEY_PEPPER_PARAMETER.key()).asText();
        assertEquals("/tollgate/prod/key-pepper", name);
        assertTrue(variables.path(Setting.KEY_PEPPER.key()).isMissingNode());
    }

    @Test
    void timeout_ofEachFunction_isTheLongestThatItsCallerWaits() {
        functions()
                .forEach((name, function) ->
                        assertEquals(
                                name.equals("authorizer") ? 15 : 900,
                                function.path("Timeout").asInt()));
    }

    @Test
    void roles_ofTheFunctions_areTheirOwnAndWithoutManagedPolicies() {
        var roles = new HashSet<String>();
        functions()
                .values()
                .forEach(function ->
                        roles.add(function.path("Role").path("Fn::GetAtt").path(0).asText()));
        var made = Synthesized.resources(template, "AWS::IAM::Role");
        assertEquals(made.keySet(), roles);
        made.values()
                .forEach(role ->
                        assertTrue(
                                role.path("Properties").path("ManagedPolicyArns").isMissingNode()));
        assertEquals(Map.of(), Synthesized.resources(template, "AWS::IAM::Policy"));
    }

    @Test
    void policies_ofTheFunctions_allowWhatTheirCodeDoes() {
        var allowed = new TreeMap<String, Set<String>>();
        statements()
                .forEach(statement ->
                        allowed.computeIfAbsent(statement.function(), _ -> new TreeSet<>())
                                .addAll(statement.lines()));
        var expected = new TreeMap<String, Set<String>>();
        expected.put(
                "llm-proxy",
                lines(
                        StageKey.WRITE,
                        "dynamodb:GetItem TenantTable",
                        "dynamodb:UpdateItem TenantTable",
                        "dynamodb:GetItem PlatformTable [\"CONFIG\"]",
                        "bedrock:InvokeModel models",
                        "bedrock:InvokeModelWithResponseStream models",
                        "bedrock:CountTokens models"));
        expected.put(
                "control",
                lines(
                        StageKey.WRITE,
                        "dynamodb:GetItem TenantTable",
                        "dynamodb:UpdateItem TenantTable"));
        expected.put(
                "authorizer",
                lines(
                        StageKey.READ,
                        "dynamodb:GetItem TenantTable",
                        "dynamodb:GetItem PlatformTable [\"CONFIG\",\"KEY#*\"]",
                        "ssm:GetParameter pepper"));
        assertEquals(expected, allowed);
    }

    private static Set<String> lines(List<String> keyActions, String... others) {
        var lines = new TreeSet<>(Set.of(others));
        keyActions.forEach(action -> lines.add(action + " key"));
        lines.addAll(List.of("logs:CreateLogStream own", "logs:PutLogEvents own"));
        return lines;
    }

    @Test
    void resources_ofThePolicies_areNarrowOrHaveAReason() {
        var wide = new TreeSet<String>();
        for (Statement statement : statements()) {
            for (String resource : statement.resources()) {
                if (resource.contains("*")) {
                    wide.add(resource);
                }
            }
        }
        assertEquals(WIDE.keySet(), wide);
    }

    private static Map<String, JsonNode> functions() {
        var functions = new TreeMap<String, JsonNode>();
        Synthesized.resources(template, "AWS::Lambda::Function")
                .values()
                .forEach(function ->
                        functions.put(
                                word(function.path("Properties").path("Handler").asText()),
                                function.path("Properties")));
        return functions;
    }

    private static String word(String handler) {
        return Arrays.stream(GatewayFunction.values())
                .filter(function -> function.handler(ResponseMode.STREAM).equals(handler))
                .findFirst()
                .orElseThrow()
                .word();
    }

    private record Statement(
            String function, List<String> actions, List<String> resources, String condition) {
        List<String> lines() {
            return actions.stream()
                    .map(action -> action + " " + subject(action) + condition)
                    .toList();
        }

        private String subject(String action) {
            if (action.startsWith("kms:")) {
                return "key";
            }
            String all = String.join(" ", resources);
            if (all.contains("TenantTable")) {
                return "TenantTable";
            }
            if (all.contains("PlatformTable")) {
                return "PlatformTable";
            }
            if (all.contains(":parameter/")) {
                return "pepper";
            }
            return all.contains(":bedrock:") ? "models" : all;
        }
    }

    private static List<Statement> statements() {
        var statements = new ArrayList<Statement>();
        for (GatewayFunction function : GatewayFunction.values()) {
            String id = function.word().replace("-", "");
            Synthesized.resources(template, "AWS::IAM::Role")
                    .forEach((role, body) -> {
                        if (role.startsWith(id)) {
                            for (JsonNode policy : body.path("Properties").path("Policies")) {
                                for (JsonNode one :
                                        policy.path("PolicyDocument").path("Statement")) {
                                    statements.add(statement(function.word(), id, one));
                                }
                            }
                        }
                    });
        }
        return statements;
    }

    private static Statement statement(String function, String id, JsonNode statement) {
        assertEquals("Allow", statement.path("Effect").asText());
        var actions = new ArrayList<String>();
        each(statement.path("Action")).forEach(action -> actions.add(action.asText()));
        var resources = new ArrayList<String>();
        each(statement.path("Resource")).forEach(resource -> resources.add(name(id, resource)));
        JsonNode keys =
                statement
                        .path("Condition")
                        .path("ForAllValues:StringLike")
                        .path("dynamodb:LeadingKeys");
        return new Statement(function, actions, resources, keys.isMissingNode() ? "" : " " + keys);
    }

    private static List<JsonNode> each(JsonNode node) {
        var all = new ArrayList<JsonNode>();
        if (node.isArray()) {
            node.forEach(all::add);
        } else {
            all.add(node);
        }
        return all;
    }

    /// A resource in words: joined parts, `own` for the function's own log group, else the import.
    private static String name(String id, JsonNode resource) {
        if (resource.has("Fn::Join")) {
            var text = new StringBuilder();
            resource.path("Fn::Join")
                    .path(1)
                    .forEach(part ->
                            text.append(
                                    switch (part.path("Ref").asText(part.asText())) {
                                        case "AWS::AccountId" -> "<account>";
                                        case "AWS::Partition", "arn:" -> "";
                                        case String other -> other;
                                    }));
            return text.toString();
        }
        String owner = resource.path("Fn::GetAtt").path(0).asText();
        return owner.startsWith(id + "Logs") ? "own" : resource.toString();
    }
}
