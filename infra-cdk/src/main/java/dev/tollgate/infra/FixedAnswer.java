package dev.tollgate.infra;

import dev.tollgate.infra.contract.Backend;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import software.amazon.awscdk.services.apigateway.ContentHandling;
import software.amazon.awscdk.services.apigateway.IntegrationResponse;
import software.amazon.awscdk.services.apigateway.MethodResponse;
import software.amazon.awscdk.services.apigateway.MockIntegration;
import software.amazon.awscdk.services.apigateway.PassthroughBehavior;

/// A mock integration: the gateway's own answer to an operation.
final class FixedAnswer {
    private static final String CONTENT_TYPE = "Content-Type";
    private static final String JSON = "application/json";

    private FixedAnswer() {}

    static MockIntegration integration(Backend.Fixed answer) {
        String status = Integer.toString(answer.statusCode());
        return MockIntegration.Builder.create()
                // Every body is binary to this API, and a template is filled from text only.
                .contentHandling(ContentHandling.CONVERT_TO_TEXT)
                .passthroughBehavior(PassthroughBehavior.NEVER)
                .requestTemplates(Map.of(JSON, "{\"statusCode\": " + status + "}"))
                .integrationResponses(
                        List.of(
                                IntegrationResponse.builder()
                                        .statusCode(status)
                                        .responseTemplates(
                                                Map.of(contentType(answer), answer.body()))
                                        .responseParameters(
                                                parameters(answer, value -> "'" + value + "'"))
                                        .build()))
                .build();
    }

    /// What the method says of the answer, without which its headers would not be sent.
    static MethodResponse methodResponse(Backend.Fixed answer) {
        return MethodResponse.builder()
                .statusCode(Integer.toString(answer.statusCode()))
                .responseParameters(parameters(answer, _ -> true))
                .build();
    }

    private static String contentType(Backend.Fixed answer) {
        return answer.headers().getOrDefault(CONTENT_TYPE, JSON);
    }

    private static <V> Map<String, V> parameters(Backend.Fixed answer, Function<String, V> value) {
        var parameters = new TreeMap<String, V>();
        answer.headers()
                .forEach((name, fixed) ->
                        parameters.put("method.response.header." + name, value.apply(fixed)));
        return parameters;
    }
}
