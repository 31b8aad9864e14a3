package dev.tollgate.localstack.api;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GatewayErrorsTest {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private RunningGateway gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new RunningGateway();
    }

    @AfterEach
    void stop() {
        gateway.close();
        client.close();
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /nope",
        "GET, /model/sim.claude/converse",
        "POST, /model/sim.claude",
        "POST, /model//converse",
        "POST, /model/a/b/converse",
        "POST, /local/model/a/converse",
        "GET, /"
    })
    void request_forNoRoute_isMissingAuthenticationToken(String method, String path)
            throws Exception {
        HttpRequest request =
                gateway.request(path).method(method, BodyPublishers.ofString("{}")).build();
        assertRefused(request, 403, "MissingAuthenticationTokenException");
        assertTrue(gateway.authorizerEvents.isEmpty(), "routing comes before the authorizer");
    }

    @Test
    void request_withoutCredential_is401WithoutACall() throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(gateway.uri(RunningGateway.CONVERSE))
                        .POST(BodyPublishers.ofString("{}"))
                        .build();
        JsonNode body = assertRefused(request, 401, "AccessDeniedException");
        assertTrue(body.path("message").asText().contains("AWS_BEARER_TOKEN_BEDROCK"));
        assertTrue(gateway.authorizerEvents.isEmpty());
    }

    @Test
    void authorizer_thatThrowsUnauthorized_is401() throws Exception {
        gateway.authorizer(Scripts.throwing("Unauthorized"));
        assertRefused(gateway.converse().build(), 401, "AccessDeniedException");
        assertTrue(gateway.events.isEmpty());
    }

    @Test
    void authorizer_thatDenies_is403WithItsReason() throws Exception {
        gateway.authorizer(Scripts.denying("Set AWS_BEARER_TOKEN_BEDROCK instead."));
        JsonNode body = assertRefused(gateway.converse().build(), 403, "AccessDeniedException");
        assertEquals(
                "Access denied. Set AWS_BEARER_TOKEN_BEDROCK instead.",
                body.path("message").asText());
        assertTrue(gateway.events.isEmpty());
    }

    @Test
    void authorizer_whosePolicyIsForOtherMethods_is403() throws Exception {
        gateway.authorizer(Scripts.allowing("arn:aws:execute-api:*/local/GET/*"));
        assertRefused(gateway.converse().build(), 403, "AccessDeniedException");
    }

    @Test
    void authorizer_thatFails_is500() throws Exception {
        gateway.authorizer(Scripts.throwing("the table is gone"));
        assertRefused(gateway.converse().build(), 500, "InternalServerException");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"principalId\":\"p\"}",
                "{\"principalId\":\"p\",\"policyDocument\":{\"Statement\":[]}}",
                "{\"policyDocument\":{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}}",
                "{\"principalId\":\"p\",\"policyDocument\":{\"Statement\":[{\"Effect\":\"Perhaps\",\"Action\":\"*\",\"Resource\":\"*\"}]}}",
                "{\"principalId\":\"p\",\"policyDocument\":{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}},\"context\":{\"a\":{}}}"
            })
    void authorizer_thatReturnsNoAnswer_is500(String output) throws Exception {
        gateway.authorizer(Scripts.returning(output));
        assertRefused(gateway.converse().build(), 500, "InternalServerException");
        assertTrue(gateway.events.isEmpty());
    }

    @Test
    void function_thatThrows_is502WithoutACause() throws Exception {
        gateway.function(Scripts.throwing("secret detail"));
        assertRefused(gateway.converse().build(), 502, "InternalServerException");
    }

    @Test
    void function_thatThrowsAfterAnUnsentPrelude_is502() throws Exception {
        gateway.function((_, out, _) -> {
            Scripts.prelude(out, "{\"statusCode\":200}");
            throw new IllegalStateException("secret detail");
        });
        assertRefused(gateway.converse().build(), 502, "InternalServerException");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain text",
                "[]",
                "{\"statusCode\":\"many\"}",
                "{\"statusCode\":99}",
                "{\"headers\":{\"a\":[\"b\"]}}",
                "{\"headers\":[]}",
                "{\"multiValueHeaders\":{\"a\":\"b\"}}",
                "{\"foreign\":1}",
                "{\"statusCode\":200} trailing",
                "{\"headers\":{\"a\":\"b\\r\\nSet-Cookie: c\"}}"
            })
    void function_withAMalformedPrelude_is502(String metadata) throws Exception {
        gateway.function((_, out, _) -> {
            Scripts.prelude(out, metadata);
            out.write("body".getBytes(StandardCharsets.UTF_8));
        });
        assertRefused(gateway.converse().build(), 502, "InternalServerException");
    }

    @Test
    void function_withoutAPrelude_is502() throws Exception {
        gateway.function(Scripts.returning("{\"statusCode\":200,\"body\":\"buffered\"}"));
        assertRefused(gateway.converse().build(), 502, "InternalServerException");
    }

    @Test
    void function_thatIsSilentTooLong_is504AndInterrupted() throws Exception {
        var interrupted = new CompletableFuture<Boolean>();
        impatient()
                .function((_, _, _) -> {
                    try {
                        Thread.sleep(Duration.ofMinutes(5));
                    } catch (InterruptedException e) {
                        interrupted.complete(true);
                    }
                });
        assertRefused(gateway.converse().build(), 504, "InternalServerException");
        assertTrue(interrupted.get(10, TimeUnit.SECONDS));
    }

    @Test
    void body_aboveTenMebibytes_is413() throws Exception {
        assertTooLarge(new byte[11 * 1024 * 1024]);
    }

    @Test
    void body_whoseEventIsAboveSixMebibytes_is413() throws Exception {
        assertTooLarge(new byte[4_720_000]);
    }

    @Test
    void body_ofThePublishedLimit_reachesTheFunction() throws Exception {
        HttpResponse<String> response = send(post(new byte[4 * 1024 * 1024]));
        assertEquals(200, response.statusCode());
        assertEquals(1, gateway.events.size());
    }

    @Test
    void headers_aboveTheLimit_areRefused() throws Exception {
        HttpRequest request = gateway.converse().header("X-Big", "x".repeat(10_300)).build();
        assertRefused(request, 431, "ValidationException");
        assertTrue(gateway.authorizerEvents.isEmpty());
    }

    @Test
    void path_whoseArnIsTooLong_is414() throws Exception {
        HttpRequest request =
                gateway.request("/model/" + "m".repeat(1700) + "/converse")
                        .POST(BodyPublishers.ofString("{}"))
                        .build();
        assertRefused(request, 414, "ValidationException");
    }

    @Test
    void health_withoutCredential_isAnsweredByTheGateway() throws Exception {
        HttpResponse<String> response =
                send(HttpRequest.newBuilder(gateway.uri("/healthz")).build());
        assertEquals(200, response.statusCode());
        assertEquals("{\"status\":\"ok\"}", response.body());
        assertTrue(gateway.events.isEmpty());
    }

    private void assertTooLarge(byte[] body) throws Exception {
        JsonNode refusal = assertRefused(post(body), 413, "ValidationException");
        assertTrue(refusal.path("message").asText().contains("4 MiB"));
        assertTrue(gateway.events.isEmpty());
    }

    private HttpRequest post(byte[] body) {
        return gateway.request(RunningGateway.CONVERSE)
                .POST(BodyPublishers.ofByteArray(body))
                .build();
    }

    /// Every refusal has the one body that all SDKs parse, ids, and no trace of a cause.
    private JsonNode assertRefused(HttpRequest request, int status, String errorType)
            throws Exception {
        HttpResponse<String> response = send(request);
        assertEquals(status, response.statusCode(), response.body());
        JsonNode body = RunningGateway.JSON.readTree(response.body());
        String message = body.path("message").asText();
        assertAll(
                () -> assertEquals(errorType, header(response, "x-amzn-ErrorType")),
                () -> assertEquals("application/json", header(response, "Content-Type")),
                () -> assertFalse(header(response, "x-amzn-RequestId").isEmpty()),
                () -> assertFalse(header(response, "x-amz-apigw-id").isEmpty()),
                () -> assertEquals("error", body.path("type").asText()),
                () -> assertFalse(message.isBlank()),
                () -> assertEquals(message, body.path("error").path("message").asText()),
                () -> assertFalse(response.body().contains("$context")),
                () -> assertFalse(response.body().contains("secret detail")),
                () -> assertFalse(response.body().contains("\tat ")));
        return body;
    }

    private HttpResponse<String> send(HttpRequest request) throws Exception {
        return client.send(request, BodyHandlers.ofString());
    }

    private RunningGateway impatient() throws IOException {
        gateway.close();
        gateway =
                new RunningGateway(options -> options.withFunctionTimeout(Duration.ofMillis(300)));
        return gateway;
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @Test
    void function_thatIsSlowButWritesNothing_cannotOverwriteTheRefusal() throws Exception {
        RequestStreamHandler late =
                (_, out, _) -> {
                    try {
                        Thread.sleep(Duration.ofMinutes(5));
                    } catch (InterruptedException e) {
                        Scripts.prelude(out, "{\"statusCode\":200}");
                        out.write('x');
                    }
                };
        impatient().function(late);
        assertRefused(gateway.converse().build(), 504, "InternalServerException");
    }
}
