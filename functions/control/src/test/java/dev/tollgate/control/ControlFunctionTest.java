package dev.tollgate.control;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.Context;
import dev.tollgate.core.config.Setting;
import dev.tollgate.core.config.Settings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The function as it is deployed, with a store that is not there.
class ControlFunctionTest {
    private static final String EVENT =
            """
            {"resource":"/v1/usage","path":"/v1/usage","httpMethod":"GET",
             "requestContext":{"requestId":"r-1","authorizer":{"tenant":"acme",
               "subject":"ada","models":"*","routes":"bedrock self-service"}}}
            """;

    @Test
    void handleRequest_storeDown_answers503AsAPrelude() throws IOException {
        var settings =
                Settings.of(
                        Map.of(
                                Setting.REGION.key(), "eu-central-1",
                                Setting.DYNAMODB_ENDPOINT.key(), "http://127.0.0.1:1",
                                Setting.TENANT_TABLE.key(), "tenants",
                                Setting.PLATFORM_TABLE.key(), "platform"));
        var out = new ByteArrayOutputStream();
        try (var function = new ControlFunction(settings)) {
            var event = new ByteArrayInputStream(EVENT.getBytes(StandardCharsets.UTF_8));
            function.handleRequest(event, out, context());
        }

        String answer = out.toString(StandardCharsets.UTF_8);
        assertTrue(answer.startsWith("{\"statusCode\":503,"), answer);
        assertTrue(answer.contains("\0".repeat(8) + "{\"message\":"), answer);
    }

    private static Context context() {
        return (Context)
                Proxy.newProxyInstance(
                        ControlFunctionTest.class.getClassLoader(),
                        new Class<?>[] {Context.class},
                        (_, method, _) ->
                                method.getName().equals("getRemainingTimeInMillis")
                                        ? (Object) 30_000
                                        : "l-1");
    }
}
