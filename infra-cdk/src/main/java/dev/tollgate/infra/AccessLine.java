package dev.tollgate.infra;

import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awscdk.services.apigateway.AccessLogFormat;

/// One line of the access log, JSON. Of what a client sends it holds no header, body or query: only
/// what the gateway found out about it.
final class AccessLine {
    private static final Map<String, String> FIELDS = fields();

    private AccessLine() {}

    static AccessLogFormat format() {
        var json = new StringBuilder("{");
        FIELDS.forEach((name, variable) ->
                json.append(json.length() == 1 ? "" : ",")
                        .append('"')
                        .append(name)
                        .append("\":\"$context.")
                        .append(variable)
                        .append('"'));
        return AccessLogFormat.custom(json.append('}').toString());
    }

    private static Map<String, String> fields() {
        var fields = new LinkedHashMap<String, String>();
        fields.put("requestId", "requestId");
        fields.put("extendedRequestId", "extendedRequestId");
        fields.put("at", "requestTimeEpoch");
        fields.put("method", "httpMethod");
        fields.put("resource", "resourcePath");
        fields.put("status", "status");
        fields.put("bytes", "responseLength");
        fields.put("sourceIp", "identity.sourceIp");
        fields.put("tenant", "authorizer.tenant");
        fields.put("gatewayError", "error.responseType");
        fields.put("authorizerStatus", "authorizer.status");
        fields.put("latency", "responseLatency");
        fields.put("integrationLatency", "integration.latency");
        fields.put("integrationStatus", "integration.integrationStatus");
        fields.put("transferMode", "integration.responseTransferMode");
        fields.put("timeToAllHeaders", "integration.timeToAllHeaders");
        fields.put("timeToFirstContent", "integration.timeToFirstContent");
        return fields;
    }
}
