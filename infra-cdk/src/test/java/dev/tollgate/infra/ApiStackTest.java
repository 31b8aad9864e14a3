package dev.tollgate.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.infra.contract.Backend;
import dev.tollgate.infra.contract.Guard;
import dev.tollgate.infra.contract.Operation;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The API's template against the contract.
final class ApiStackTest {
    private static JsonNode api;
    private static Map<String, JsonNode> routes;

    @BeforeAll
    static void synthesize() throws IOException {
        api = Synthesized.of(Map.of("stage", "prod")).api();
        routes = Routes.of(api);
    }

    @Test
    void method_withAFunction_streamsFromItsAliasForFifteenMinutes() {
        int seen = 0;
        for (Operation operation : Synthesized.CONTRACT.operations()) {
            if (operation.backend() instanceof Backend.Function(String name)) {
                JsonNode integration = method(operation).path("Integration");
                assertEquals("AWS_PROXY", integration.path("Type").asText());
                assertEquals("STREAM", integration.path("ResponseTransferMode").asText());
                assertEquals(900_000, integration.path("TimeoutInMillis").asInt());
                assertEquals(name, Routes.function(method(operation)), operation.path());
                String uri = integration.path("Uri").toString();
                assertTrue(uri.contains("lambda:path/2021-11-15/functions/"), uri);
                assertTrue(uri.contains("/response-streaming-invocations"), uri);
                seen++;
            }
        }
        assertEquals(seen, routes.size() - 1, "all but /healthz");
    }

    @Test
    void method_withAGuard_asksTheAuthorizerOfItsScheme() {
        var authorizers = Synthesized.resources(api, "AWS::ApiGateway::Authorizer");
        for (Operation operation : Synthesized.CONTRACT.operations()) {
            JsonNode method = method(operation);
            if (operation.guard().isEmpty()) {
                assertEquals("NONE", method.path("AuthorizationType").asText());
                continue;
            }
            Guard guard = operation.guard().get();
            assertEquals("CUSTOM", method.path("AuthorizationType").asText(), operation.path());
            String id = method.path("AuthorizerId").path("Ref").asText();
            JsonNode authorizer = Synthesized.need(authorizers, id).path("Properties");
            assertEquals("REQUEST", authorizer.path("Type").asText());
            assertEquals(guard.scheme(), authorizer.path("Name").asText());
            assertEquals(
                    String.join(",", guard.identitySources()),
                    authorizer.path("IdentitySource").asText());
            assertEquals(
                    guard.resultTtl().toSeconds(),
                    authorizer.path("AuthorizerResultTtlInSeconds").asLong());
            assertTrue(authorizer.path("AuthorizerUri").toString().contains("authorizerLive"));
        }
        assertEquals(schemes(), authorizers.size(), "one for each route family");
    }

    /// How many ways to be known the contract has.
    private static long schemes() {
        return Synthesized.CONTRACT.operations().stream()
                .flatMap(operation -> operation.guard().stream())
                .map(Guard::scheme)
                .distinct()
                .count();
    }

    @Test
    void permissions_ofTheGateway_areForOneMethodOrAuthorizerOfAnAlias() {
        var permissions = Synthesized.resources(api, "AWS::Lambda::Permission").values();
        assertEquals(routes.size() - 1 + schemes(), permissions.size());
        for (JsonNode permission : permissions) {
            JsonNode properties = permission.path("Properties");
            assertEquals("lambda:InvokeFunction", properties.path("Action").asText());
            assertTrue(properties.path("FunctionName").toString().contains("Live"));
            JsonNode source = properties.path("SourceArn").path("Fn::Join").path(1);
            String last = source.path(source.size() - 1).asText();
            assertFalse(last.startsWith("/*"), () -> "a source for any method: " + source);
            assertFalse(source.toString().contains("test-invoke-stage"));
        }
    }

    @Test
    void healthz_withoutAFunction_answersWhatTheContractSays() throws IOException {
        Operation health = operation("/healthz");
        var fixed = (Backend.Fixed) health.backend();
        JsonNode integration = method(health).path("Integration");
        assertEquals("MOCK", integration.path("Type").asText());
        assertEquals("CONVERT_TO_TEXT", integration.path("ContentHandling").asText());
        assertEquals(
                fixed.statusCode(),
                new ObjectMapper()
                        .readTree(
                                integration
                                        .path("RequestTemplates")
                                        .path("application/json")
                                        .asText())
                        .path("statusCode")
                        .asInt());
        JsonNode response = integration.path("IntegrationResponses").path(0);
        assertEquals(fixed.statusCode(), response.path("StatusCode").asInt());
        assertEquals(
                fixed.body(), response.path("ResponseTemplates").path("application/json").asText());
        assertEquals(
                "'application/json'",
                response.path("ResponseParameters")
                        .path("method.response.header.Content-Type")
                        .asText());
    }

    @Test
    void gatewayResponses_ofTheTemplate_areTheContracts() {
        var made = new TreeMap<String, JsonNode>();
        Synthesized.resources(api, "AWS::ApiGateway::GatewayResponse")
                .values()
                .forEach(response ->
                        made.put(
                                response.path("Properties").path("ResponseType").asText(),
                                response.path("Properties")));
        var said = Synthesized.CONTRACT.gatewayAnswers();
        assertEquals(said.keySet(), made.keySet());
        said.forEach((type, answer) -> {
            JsonNode response = Synthesized.need(made, type);
            assertEquals(
                    answer.statusCode().map(String::valueOf).orElse(""),
                    response.path("StatusCode").asText(),
                    type);
            assertEquals(
                    answer.template(),
                    response.path("ResponseTemplates").path("application/json").asText());
            assertEquals(
                    answer.headers().entrySet().stream()
                            .collect(
                                    Collectors.toMap(
                                            header -> "gatewayresponse.header." + header.getKey(),
                                            header -> "'" + header.getValue() + "'")),
                    strings(response.path("ResponseParameters")));
            assertTrue(answer.headers().containsKey("x-amzn-ErrorType"), type);
        });
    }

    @Test
    void api_ofTheStage_isRegionalTakesBytesAndWritesAccessLines() throws IOException {
        JsonNode restApi = only("AWS::ApiGateway::RestApi");
        assertEquals(
                List.of("REGIONAL"), texts(restApi.path("EndpointConfiguration").path("Types")));
        assertEquals(
                Synthesized.CONTRACT.binaryMediaTypes(), texts(restApi.path("BinaryMediaTypes")));
        JsonNode stage = only("AWS::ApiGateway::Stage");
        assertEquals("prod", stage.path("StageName").asText());
        JsonNode line =
                new ObjectMapper().readTree(stage.path("AccessLogSetting").path("Format").asText());
        assertEquals("$context.requestId", line.path("requestId").asText());
        assertEquals(
                "$context.integration.timeToFirstContent",
                line.path("timeToFirstContent").asText());
        line.forEach(field -> assertTrue(field.asText().startsWith("$context.")));
        assertEquals(
                "false",
                stage.path("MethodSettings").path(0).path("DataTraceEnabled").asText(),
                "a data trace holds prompts");
    }

    private static JsonNode only(String type) {
        var found = Synthesized.resources(api, type).values();
        assertEquals(1, found.size(), type);
        return found.iterator().next().path("Properties");
    }

    private static JsonNode method(Operation operation) {
        return Synthesized.need(routes, operation.method() + ' ' + operation.path());
    }

    private static Operation operation(String path) {
        return Synthesized.CONTRACT.operations().stream()
                .filter(operation -> operation.path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
    }

    private static Map<String, String> strings(JsonNode object) {
        return object.properties().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, pair -> pair.getValue().asText()));
    }
}
