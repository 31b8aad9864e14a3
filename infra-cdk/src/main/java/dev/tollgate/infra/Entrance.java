package dev.tollgate.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.apigateway.EndpointConfiguration;
import software.amazon.awscdk.services.apigateway.EndpointType;
import software.amazon.awscdk.services.apigateway.RestApi;
import software.amazon.awscdk.services.ec2.InterfaceVpcEndpoint;
import software.amazon.awscdk.services.ec2.InterfaceVpcEndpointAttributes;
import software.amazon.awscdk.services.iam.AnyPrincipal;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.constructs.Construct;

/// From where the API is reached: from anywhere in its Region's name, or by endpoints of VPCs
/// alone. Never edge-optimised, where a stream may be silent for 30 s only.
record Entrance(List<String> vpcEndpoints) {
    private static final int HTTPS = 443;

    void into(Construct scope, RestApi.Builder api) {
        if (vpcEndpoints.isEmpty()) {
            api.endpointConfiguration(
                    EndpointConfiguration.builder().types(List.of(EndpointType.REGIONAL)).build());
            return;
        }
        api.endpointConfiguration(
                EndpointConfiguration.builder()
                        .types(List.of(EndpointType.PRIVATE))
                        .vpcEndpoints(
                                vpcEndpoints.stream()
                                        .map(id ->
                                                InterfaceVpcEndpoint
                                                        .fromInterfaceVpcEndpointAttributes(
                                                                scope, id, endpoint(id)))
                                        .toList())
                        .build());
        api.policy(PolicyDocument.Builder.create().statements(List.of(onlyThese())).build());
    }

    private static InterfaceVpcEndpointAttributes endpoint(String id) {
        return InterfaceVpcEndpointAttributes.builder().vpcEndpointId(id).port(HTTPS).build();
    }

    /// Each route asks for its credential besides; `*` is every route of this API.
    private PolicyStatement onlyThese() {
        return PolicyStatement.Builder.create()
                .principals(List.of(new AnyPrincipal()))
                .actions(List.of("execute-api:Invoke"))
                .resources(List.of("execute-api:/*"))
                .conditions(Map.of("StringEquals", Map.of("aws:SourceVpce", vpcEndpoints)))
                .build();
    }
}
