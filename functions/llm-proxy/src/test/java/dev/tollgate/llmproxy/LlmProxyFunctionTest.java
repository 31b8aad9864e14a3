package dev.tollgate.llmproxy;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import dev.tollgate.core.config.Setting;
import dev.tollgate.core.config.Settings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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
        int closed;
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = server.getLocalPort();
        }
        var settings =
                Settings.of(
                        Map.of(
                                Setting.TENANT_TABLE.key(), "tenants",
                                Setting.PLATFORM_TABLE.key(), "platform",
                                Setting.DYNAMODB_ENDPOINT.key(), "http://127.0.0.1:" + closed,
                                Setting.REGION.key(), "us-east-1"));
        var out = new ByteArrayOutputStream();
        try (var function = new LlmProxyFunction(settings)) {
            function.handleRequest(
                    new ByteArrayInputStream(EVENT.getBytes(StandardCharsets.UTF_8)),
                    out,
                    new OneMinute());
        }
        String answer = out.toString(StandardCharsets.UTF_8);
        assertTrue(answer.startsWith("{\"statusCode\":503"), answer);
        assertTrue(answer.contains("\0\0\0\0\0\0\0\0{\"message\":"), answer);
        assertTrue(answer.contains("store_unavailable"), answer);
        assertFalse(answer.contains("dev.tollgate"), answer);
    }

    /// An invocation with a minute left.
    private record OneMinute() implements Context {
        @Override
        public String getAwsRequestId() {
            return "aws-1";
        }

        @Override
        public int getRemainingTimeInMillis() {
            return 60_000;
        }

        @Override
        public String getLogGroupName() {
            return "";
        }

        @Override
        public String getLogStreamName() {
            return "";
        }

        @Override
        public String getFunctionName() {
            return "llm-proxy";
        }

        @Override
        public String getFunctionVersion() {
            return "1";
        }

        @Override
        public String getInvokedFunctionArn() {
            return "";
        }

        @Override
        public @Nullable CognitoIdentity getIdentity() {
            return null;
        }

        @Override
        public @Nullable ClientContext getClientContext() {
            return null;
        }

        @Override
        public int getMemoryLimitInMB() {
            return 512;
        }

        @Override
        public @Nullable LambdaLogger getLogger() {
            return null;
        }
    }
}
