package dev.tollgate.bench.scene;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.core.principal.PrincipalContext;
import dev.tollgate.testkit.Fixtures;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Events as API Gateway sends them: payload 1.0, bodies in base64, the headers that boto3 and the
/// gateway put in.
public final class Events {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Events() {}

    /// A call by Alice's token, admitted by the authorizer.
    ///
    /// @param operation `converse` or `converse-stream`
    public static byte[] proxy(String alias, String operation, byte[] body) {
        var event = request(alias, operation, "Bearer of-the-caller");
        event.put("body", Base64.getEncoder().encodeToString(body));
        event.put("isBase64Encoded", true);
        event.put("requestContext", context(PrincipalContext.encode(Fixtures.alice())));
        return json(event);
    }

    /// The same call, as its authorizer is asked.
    ///
    /// @param credential the value of `Authorization`
    public static byte[] authorizer(String credential) {
        var event = request("sim.claude", "converse", credential);
        event.put("type", "REQUEST");
        event.put(
                "methodArn",
                "arn:aws:execute-api:us-east-1:000000000000:tollgate/local/POST/model");
        event.put("requestContext", context(Map.of()));
        return json(event);
    }

    private static Map<String, Object> request(String alias, String operation, String credential) {
        Map<String, String> headers =
                Map.of(
                        "Accept-Encoding", "identity",
                        "Authorization", credential,
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
        event.put("resource", "/model/{modelId}/" + operation);
        event.put("path", "/model/" + alias + '/' + operation);
        event.put("httpMethod", "POST");
        event.put("headers", headers);
        event.put("multiValueHeaders", all);
        event.put("queryStringParameters", null);
        event.put("multiValueQueryStringParameters", null);
        event.put("pathParameters", Map.of("modelId", alias));
        event.put("stageVariables", null);
        return event;
    }

    private static Map<String, Object> context(Map<String, String> authorizer) {
        var context = new LinkedHashMap<String, Object>();
        context.put("accountId", "000000000000");
        context.put("apiId", "tollgate");
        context.put("authorizer", authorizer);
        context.put("httpMethod", "POST");
        context.put("identity", Map.of("sourceIp", "203.0.113.7", "userAgent", "Boto3/1.44"));
        context.put("protocol", "HTTP/1.1");
        context.put("requestId", "00000000-0000-4000-8000-000000000000");
        context.put("requestTimeEpoch", 1_763_806_530_000L);
        context.put("stage", "local");
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
