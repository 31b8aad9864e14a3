package dev.tollgate.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.infra.contract.Backend;
import dev.tollgate.localstack.api.contract.AuthorizerSpec;
import dev.tollgate.localstack.api.contract.Contract;
import dev.tollgate.localstack.api.contract.ContractReader;
import dev.tollgate.localstack.api.contract.GatewayResponseType;
import dev.tollgate.localstack.api.contract.Integration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Template, contract and emulator: the same routes, with the same guards and the same functions
/// behind them. The file is read twice, by the emulator's reader and by the CDK app's.
final class ContractEverywhereTest {
    private static Map<String, JsonNode> template;
    private static Map<String, JsonNode> authorizers;
    private static Contract emulator;

    @BeforeAll
    static void synthesize() throws IOException {
        JsonNode api = Synthesized.of(Map.of()).api();
        template = Routes.of(api);
        authorizers = Synthesized.resources(api, "AWS::ApiGateway::Authorizer");
        emulator = ContractReader.read(Path.of("../openapi/tollgate.yaml"));
    }

    @Test
    void routes_ofTemplateContractAndEmulator_areTheSame() {
        var read =
                Synthesized.CONTRACT.operations().stream()
                        .collect(
                                Collectors.toMap(
                                        operation -> operation.method() + ' ' + operation.path(),
                                        operation ->
                                                switch (operation.backend()) {
                                                    case Backend.Function(String name) -> name;
                                                    case Backend.Fixed _ -> "";
                                                }));
        var emulated =
                emulator.routes().stream()
                        .collect(
                                Collectors.toMap(
                                        route -> route.method() + ' ' + route.resource(),
                                        route ->
                                                switch (route.integration()) {
                                                    case Integration.Function(String name) -> name;
                                                    case Integration.Mock _ -> "";
                                                }));
        var synthesized = new TreeMap<String, String>();
        template.forEach((route, method) -> synthesized.put(route, Routes.function(method)));
        assertEquals(new TreeMap<>(read), synthesized);
        assertEquals(new TreeMap<>(emulated), synthesized);
    }

    @Test
    void guards_ofTemplateAndEmulator_areTheSame() {
        emulator.routes()
                .forEach(route -> {
                    JsonNode method =
                            Synthesized.need(template, route.method() + ' ' + route.resource());
                    assertEquals(
                            route.authorizer().map(ContractEverywhereTest::text).orElse("none"),
                            method.path("AuthorizationType").asText().equals("NONE")
                                    ? "none"
                                    : text(method),
                            route.resource());
                });
    }

    private static String text(AuthorizerSpec authorizer) {
        return authorizer.name()
                + ' '
                + authorizer.identityHeaders().stream()
                        .map("method.request.header."::concat)
                        .collect(Collectors.joining(","))
                + ' '
                + authorizer.resultTtl().toSeconds();
    }

    private static String text(JsonNode method) {
        JsonNode authorizer =
                Synthesized.need(authorizers, method.path("AuthorizerId").path("Ref").asText())
                        .path("Properties");
        return authorizer.path("Name").asText()
                + ' '
                + authorizer.path("IdentitySource").asText()
                + ' '
                + authorizer.path("AuthorizerResultTtlInSeconds").asText();
    }

    @Test
    void gatewayResponses_ofTemplateAndEmulator_renderTheSame() {
        Synthesized.CONTRACT
                .gatewayAnswers()
                .forEach((type, answer) -> {
                    var rendered =
                            emulator.gatewayResponses()
                                    .render(GatewayResponseType.valueOf(type), Map.of());
                    answer.headers()
                            .forEach((name, value) ->
                                    assertEquals(value, rendered.headers().get(name), type));
                    answer.statusCode()
                            .ifPresent(status -> assertEquals(status, rendered.statusCode(), type));
                });
    }
}
