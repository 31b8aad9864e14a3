package dev.tollgate.localstack.api.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GatewayResponsesTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "request $context.requestId., request r-1.",
                "$context.authorizer.reason, because",
                "$context.authorizer.other!, !",
                "$context.error.messageString, \"Unauthorized\"",
                "$context.error.message|$context.error.responseType, Unauthorized|UNAUTHORIZED",
                "no variables, no variables",
                "$contextual, $contextual"
            })
    void render_fillsInWhatTheContextHas(String template, String body) {
        var responses =
                new GatewayResponses(
                        Map.of(
                                GatewayResponseType.UNAUTHORIZED,
                                new GatewayResponses.Template(
                                        Optional.empty(), Map.of(), template)));
        assertEquals(
                body,
                responses
                        .render(
                                GatewayResponseType.UNAUTHORIZED,
                                Map.of("requestId", "r-1", "authorizer.reason", "because"))
                        .body());
    }

    @Test
    void render_withoutATemplateOfItsOwn_usesTheDefaultAndItsOwnStatus() {
        var responses =
                new GatewayResponses(
                        Map.of(
                                GatewayResponseType.DEFAULT_5XX,
                                new GatewayResponses.Template(
                                        Optional.empty(), Map.of("x-a", "b"), "five")));
        GatewayResponses.Rendered timeout =
                responses.render(GatewayResponseType.INTEGRATION_TIMEOUT, Map.of());
        assertEquals(504, timeout.statusCode());
        assertEquals("five", timeout.body());
        assertEquals("b", timeout.headers().get("x-a"));
        GatewayResponses.Rendered builtIn =
                responses.render(GatewayResponseType.MISSING_AUTHENTICATION_TOKEN, Map.of());
        assertEquals(403, builtIn.statusCode());
        assertEquals("{\"message\":\"Missing Authentication Token\"}", builtIn.body());
        assertEquals(
                "MissingAuthenticationTokenException", builtIn.headers().get("x-amzn-ErrorType"));
    }
}
