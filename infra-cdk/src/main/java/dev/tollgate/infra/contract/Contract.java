package dev.tollgate.infra.contract;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the API is built from. Whatever is found by name is in the order of the names: the CDK
/// names a deployment of the API after all that is in it, and the same contract shall be the same
/// deployment.
///
/// @param binaryMediaTypes bodies of these types reach a function as base64
/// @param gatewayAnswers what the gateway itself answers, by API Gateway's response type
public record Contract(
        List<Operation> operations,
        List<String> binaryMediaTypes,
        SortedMap<String, GatewayAnswer> gatewayAnswers) {
    public Contract {
        operations = List.copyOf(operations);
        binaryMediaTypes = List.copyOf(binaryMediaTypes);
        gatewayAnswers = Collections.unmodifiableSortedMap(new TreeMap<>(gatewayAnswers));
    }
}
