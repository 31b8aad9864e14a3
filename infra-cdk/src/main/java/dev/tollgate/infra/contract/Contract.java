package dev.tollgate.infra.contract;

import java.util.List;
import java.util.Map;

/// What the API is built from.
///
/// @param binaryMediaTypes bodies of these types reach a function as base64
/// @param gatewayAnswers what the gateway itself answers, by API Gateway's response type
public record Contract(
        List<Operation> operations,
        List<String> binaryMediaTypes,
        Map<String, GatewayAnswer> gatewayAnswers) {
    public Contract {
        operations = List.copyOf(operations);
        binaryMediaTypes = List.copyOf(binaryMediaTypes);
        gatewayAnswers = Map.copyOf(gatewayAnswers);
    }
}
