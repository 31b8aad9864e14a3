package dev.tollgate.authorizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.core.config.Setting;
import dev.tollgate.core.config.Settings;
import dev.tollgate.core.principal.KeySecret;
import dev.tollgate.testkit.SequentialIds;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The function as it is deployed, with a store that is not there.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuthorizerFunctionTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SequentialIds ids = new SequentialIds();
    private final AuthorizerFunction function =
            new AuthorizerFunction(
                    Settings.of(
                            Map.of(
                                    Setting.REGION.key(), "eu-central-1",
                                    Setting.DYNAMODB_ENDPOINT.key(), "http://127.0.0.1:1",
                                    Setting.TENANT_TABLE.key(), "tenants",
                                    Setting.PLATFORM_TABLE.key(), "platform",
                                    Setting.KEY_PEPPER.key(), ids.next())));

    @AfterAll
    void close() {
        function.close();
    }

    @Test
    void handleRequest_awsSignature_answersADenyOfTheWholeStage() throws IOException {
        var out = new ByteArrayOutputStream();
        handle("AWS4-HMAC-SHA256 Credential=x", out);

        JsonNode policy = JSON.readTree(out.toByteArray());
        JsonNode statement = policy.path("policyDocument").path("Statement").path(0);
        assertEquals("Deny", statement.path("Effect").textValue());
        assertEquals("execute-api:Invoke", statement.path("Action").textValue());
        assertEquals(TestGateway.STAGE + "*", statement.path("Resource").path(0).textValue());
        assertFalse(policy.path("principalId").asText().isEmpty());
        String reason = policy.path("context").path("reason").textValue();
        assertTrue(reason.matches("[^\"\\\\\\p{Cntrl}]+"), reason);
    }

    @Test
    void handleRequest_junk_throwsExactlyUnauthorized() {
        var thrown =
                assertThrows(
                        RuntimeException.class,
                        () -> handle("Bearer junk", new ByteArrayOutputStream()));

        assertEquals("Unauthorized", thrown.getMessage());
    }

    @Test
    void handleRequest_storeDown_throwsSomethingElse() {
        String key = KeySecret.of(ids.next() + ids.next()).value();
        var out = new ByteArrayOutputStream();
        var thrown = assertThrows(RuntimeException.class, () -> handle("Bearer " + key, out));

        assertEquals("the credential could not be checked", thrown.getMessage());
        assertEquals(0, out.size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"type\":\"TOKEN\",\"methodArn\":\"a/b/c\"}",
                "{\"type\":\"REQUEST\",\"requestContext\":{\"requestId\":\"r\"}}",
            })
    void handleRequest_anotherEvent_throwsSomethingElse(String event) {
        var in = new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8));
        var thrown =
                assertThrows(
                        RuntimeException.class,
                        () -> function.handleRequest(in, new ByteArrayOutputStream(), context()));

        assertFalse("Unauthorized".equals(thrown.getMessage()));
    }

    private void handle(String authorization, ByteArrayOutputStream out) throws IOException {
        function.handleRequest(
                TestGateway.event(
                        TestGateway.CONVERSE, Map.of("Authorization", List.of(authorization))),
                out,
                context());
    }

    private static Context context() {
        return (Context)
                Proxy.newProxyInstance(
                        AuthorizerFunctionTest.class.getClassLoader(),
                        new Class<?>[] {Context.class},
                        (_, _, _) -> "l-1");
    }
}
