package dev.tollgate.runtime.priming;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.core.principal.Principal;
import dev.tollgate.core.principal.PrincipalContext;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An event as API Gateway's REST API sends it, payload 1.0, with the headers that an AWS SDK and
/// the gateway put in.
///
/// @param resource the route, for example `/model/{modelId}/converse`
/// @param path as the client sent it
public record GatewayEvent(
        String method, String resource, String path, Map<String, String> pathParameters) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public GatewayEvent {
        pathParameters = Map.copyOf(pathParameters);
    }

    /// A call that the authorizer has let through.
    ///
    /// @param body sent as base64; null for none
    public byte[] call(Principal principal, byte @Nullable [] body) {
        var event = event("Bearer of-the-caller");
        event.put("body", body == null ? null : Base64.getEncoder().encodeToString(body));
        event.put("isBase64Encoded", body != null);
        event.put("requestContext", context(PrincipalContext.encode(principal)));
        return json(event);
    }

    /// The question whether to let it through.
    ///
    /// @param authorization the value of that header
    public byte[] question(String authorization) {
        var event = event(authorization);
        event.put("type", "REQUEST");
        event.put(
                "methodArn",
                "arn:aws:execute-api:us-east-1:000000000000:tollgate/v1/" + method + path);
        event.put("requestContext", context(Map.of()));
        return json(event);
    }

    private Map<String, Object> event(String authorization) {
        Map<String, String> headers =
                Map.of(
                        "Accept-Encoding", "identity",
                        "Authorization", authorization,
                        "Content-Type", "application/json",
                        "Host", "tollgate.execute-api.us-east-1.amazonaws.com",
                        "User-Agent", "Boto3/1.44 md/Botocore#1.44 ua/2.1 os/linux lang/python",
                        "X-Amzn-Trace-Id", "Root=1-67400000-000000000000000000000000",
                        "X-Forwarded-For", "203.0.113.7",
                        "X-Forwarded-Port", "443",
                        "X-Forwarded-Proto", "https",
                        "amz-sdk-request", "attempt=1; max=5");
        var all = new LinkedHashMap<String, List<String>>();
        headers.forEach((name, value) -> all.put(name, List.of(value)));
        var event = new LinkedHashMap<String, Object>();
        event.put("resource", resource);
        event.put("path", path);
        event.put("httpMethod", method);
        event.put("headers", headers);
        event.put("multiValueHeaders", all);
        event.put("queryStringParameters", null);
        event.put("multiValueQueryStringParameters", null);
        event.put("pathParameters", pathParameters);
        event.put("stageVariables", null);
        return event;
    }

    private Map<String, Object> context(Map<String, String> authorizer) {
        var context = new LinkedHashMap<String, Object>();
        context.put("accountId", "000000000000");
        context.put("apiId", "tollgate");
        context.put("authorizer", authorizer);
        context.put("httpMethod", method);
        context.put("identity", Map.of("sourceIp", "203.0.113.7", "userAgent", "Boto3/1.44"));
        context.put("protocol", "HTTP/1.1");
        context.put("requestId", "00000000-0000-4000-8000-000000000000");
        context.put("requestTimeEpoch", 1_763_806_530_000L);
        context.put("stage", "v1");
        return context;
    }

    private static byte[] json(Map<String, Object> event) {
        try {
            return JSON.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps and strings are JSON", e);
        }
    }
}
