package dev.tollgate.localstack.api.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.localstack.api.contract.RouteMatch;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Writes the events of API Gateway REST: the proxy event (payload 1.0) and the REQUEST
/// authorizer's.
///
/// Shapes: "Lambda proxy integrations" and "Input to a Lambda authorizer" in the API Gateway
/// developer guide. A proxy event has null where an authorizer's has an empty object.
public final class EventWriter {
    private static final DateTimeFormatter REQUEST_TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private final ObjectMapper json = JsonMapper.builder().build();
    private final Stage stage;

    public EventWriter(Stage stage) {
        this.stage = stage;
    }

    /// @param authorizer the authorizer's context and `principalId`; empty without an authorizer
    public byte[] proxyEvent(ApiRequest request, RouteMatch match, Map<String, String> authorizer) {
        ObjectNode event = json.createObjectNode();
        putRequest(event, request, match);
        event.set("pathParameters", orNull(match.pathParameters()));
        Map<String, List<String>> query = QueryParameters.of(request.query());
        event.set("queryStringParameters", orNull(lastValues(query)));
        event.set("multiValueQueryStringParameters", orNull(query));
        event.putNull("stageVariables");
        ObjectNode context = requestContext(request, match);
        if (!authorizer.isEmpty()) {
            context.set("authorizer", json.valueToTree(authorizer));
        }
        event.set("requestContext", context);
        if (request.body().length == 0) {
            event.putNull("body");
        } else {
            event.put("body", Base64.getEncoder().encodeToString(request.body()));
        }
        event.put("isBase64Encoded", request.body().length > 0);
        return bytes(event);
    }

    public byte[] authorizerEvent(ApiRequest request, RouteMatch match, String methodArn) {
        ObjectNode event = json.createObjectNode();
        event.put("type", "REQUEST");
        event.put("methodArn", methodArn);
        putRequest(event, request, match);
        Map<String, List<String>> query = QueryParameters.of(request.query());
        event.set("queryStringParameters", json.valueToTree(lastValues(query)));
        event.set("multiValueQueryStringParameters", json.valueToTree(query));
        event.set("pathParameters", json.valueToTree(match.pathParameters()));
        event.putObject("stageVariables");
        event.set("requestContext", requestContext(request, match));
        return bytes(event);
    }

    private void putRequest(ObjectNode event, ApiRequest request, RouteMatch match) {
        event.put("resource", match.route().resource());
        event.put("path", request.path());
        event.put("httpMethod", request.method());
        Map<String, List<String>> headers = EventHeaders.of(request);
        event.set("headers", json.valueToTree(lastValues(headers)));
        event.set("multiValueHeaders", json.valueToTree(headers));
    }

    private ObjectNode requestContext(ApiRequest request, RouteMatch match) {
        ApiRequest.Client client = request.client();
        ObjectNode context = json.createObjectNode();
        context.put("accountId", stage.account());
        context.put("apiId", stage.apiId());
        context.put("deploymentId", "local");
        context.put("domainName", client.host());
        context.put("domainPrefix", stage.apiId());
        context.put("extendedRequestId", request.ids().extended());
        context.put("httpMethod", request.method());
        ObjectNode identity = context.putObject("identity");
        identity.put("sourceIp", client.sourceIp());
        List<String> userAgent = request.header("User-Agent");
        identity.put("userAgent", userAgent.isEmpty() ? null : userAgent.getLast());
        context.put("path", '/' + stage.name() + request.path());
        context.put("protocol", client.protocol());
        context.put("requestId", request.ids().request());
        context.put("requestTime", REQUEST_TIME.format(request.receivedAt()));
        context.put("requestTimeEpoch", request.receivedAt().toEpochMilli());
        context.put("resourceId", Integer.toHexString(match.route().resource().hashCode()));
        context.put("resourcePath", match.route().resource());
        context.put("stage", stage.name());
        return context;
    }

    private static Map<String, String> lastValues(Map<String, List<String>> values) {
        var last = new LinkedHashMap<String, String>();
        values.forEach((name, all) -> last.put(name, all.getLast()));
        return last;
    }

    private JsonNode orNull(Map<String, ?> values) {
        return values.isEmpty() ? json.nullNode() : json.valueToTree(values);
    }

    private byte[] bytes(ObjectNode event) {
        try {
            return json.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of strings can be written", e);
        }
    }
}
