package dev.tollgate.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.core.config.Setting;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The functions' template: how they run and what they may do.
final class FunctionsStackTest {
    /// Lambda's own name, and no setting of ours.
    private static final String EXEC_WRAPPER = "AWS_LAMBDA_EXEC_WRAPPER";

    private static JsonNode template;

    @BeforeAll
    static void synthesize() throws IOException {
        template =
                Synthesized.of(Map.of("stage", "prod", "reservedConcurrency", "control=7"))
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
    void newVersion_ofEachFunction_isCalledByAHookAndThenByATenthOfTheCallers() {
        var groups = Synthesized.resources(template, "AWS::CodeDeploy::DeploymentGroup").values();
        assertEquals(functions().size(), groups.size());
        groups.forEach(group -> {
            JsonNode properties = group.path("Properties");
            assertEquals(
                    "CodeDeployDefault.LambdaCanary10Percent5Minutes",
                    properties.path("DeploymentConfigName").asText());
            assertEquals(1, properties.path("AlarmConfiguration").path("Alarms").size());
            assertTrue(
                    properties
                            .path("AutoRollbackConfiguration")
                            .path("Events")
                            .toString()
                            .contains("DEPLOYMENT_STOP_ON_ALARM"));
        });
        var hooks = Synthesized.resources(template, "AWS::Lambda::Function");
        Synthesized.resources(template, "AWS::Lambda::Alias")
                .values()
                .forEach(alias -> {
                    String hook =
                            alias.path("UpdatePolicy")
                                    .path("CodeDeployLambdaAliasUpdate")
                                    .path("BeforeAllowTrafficHook")
                                    .path("Ref")
                                    .asText();
                    assertEquals(
                            alias.path("Properties")
                                    .path("FunctionVersion")
                                    .path("Fn::GetAtt")
                                    .path(0),
                            Synthesized.need(hooks, hook)
                                    .path("Properties")
                                    .path("Environment")
                                    .path("Variables")
                                    .path("VERSION")
                                    .path("Ref"));
                });
    }

    @Test
    void reservedConcurrency_whereChosen_isTheFunctions() {
        assertEquals(
                7,
                Synthesized.need(functions(), "control")
                        .path("ReservedConcurrentExecutions")
                        .asInt());
        assertTrue(
                Synthesized.need(functions(), "llm-proxy")
                        .path("ReservedConcurrentExecutions")
                        .isMissingNode());
    }

    private static Map<String, JsonNode> functions() {
        var functions = new TreeMap<String, JsonNode>();
        Synthesized.resources(template, "AWS::Lambda::Function").values().stream()
                .map(function -> function.path("Properties"))
                .filter(function -> function.path("Runtime").asText().startsWith("java"))
                .forEach(function ->
                        functions.put(word(function.path("Handler").asText()), function));
        return functions;
    }

    private static String word(String handler) {
        return Arrays.stream(GatewayFunction.values())
                .filter(function -> function.handler(ResponseMode.STREAM).equals(handler))
                .findFirst()
                .orElseThrow()
                .word();
    }
}
