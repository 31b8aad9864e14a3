package dev.tollgate.llmproxy;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.core.config.Setting;
import dev.tollgate.core.config.Settings;
import dev.tollgate.testkit.LambdaContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The function as Lambda starts it: its beans fit together, and starting it asks nobody.
final class LlmProxyFunctionTest {
    private static final String EVENT =
            """
            {"resource":"/model/{modelId}/converse","path":"/model/sim.claude/converse",
             "httpMethod":"POST","headers":{},"multiValueHeaders":{"Accept":["*/*"]},
             "queryStringParameters":null,"multiValueQueryStringParameters":null,
             "pathParameters":{"modelId":"sim.claude"},"stageVariables":null,
             "requestContext":{"requestId":"r-1","authorizer":
               {"tenant":"acme","subject":"alice","models":"*","routes":"bedrock"}},
             "body":"{\\"messages\\":[]}","isBase64Encoded":false}
            """;

    @Test
    void handleRequest_storeUnreachable_answersInTheDialect() throws IOException {
        var settings =
                Settings.of(
                        Map.of(
                                Setting.TENANT_TABLE.key(), "tenants",
                                Setting.PLATFORM_TABLE.key(), "platform",
                                Setting.DYNAMODB_ENDPOINT.key(), "http://127.0.0.1:1",
                                Setting.REGION.key(), "us-east-1"));
        var out = new ByteArrayOutputStream();
        try (var function = new LlmProxyFunction(settings)) {
            function.handleRequest(
                    new ByteArrayInputStream(EVENT.getBytes(StandardCharsets.UTF_8)),
                    out,
                    new LambdaContext("aws-1"));
        }
        String answer = out.toString(StandardCharsets.UTF_8);
        assertTrue(answer.startsWith("{\"statusCode\":503"), answer);
        assertTrue(answer.contains("\0\0\0\0\0\0\0\0{\"message\":"), answer);
        assertTrue(answer.contains("store_unavailable"), answer);
        assertFalse(answer.contains("dev.tollgate"), answer);
    }
}
