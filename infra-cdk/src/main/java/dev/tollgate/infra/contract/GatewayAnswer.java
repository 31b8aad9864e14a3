package dev.tollgate.infra.contract;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// An answer that the gateway gives by itself.
///
/// @param statusCode empty to keep API Gateway's own
/// @param headers fixed values
/// @param template the body; `$context.…` is filled in
public record GatewayAnswer(
        Optional<Integer> statusCode, SortedMap<String, String> headers, String template) {
    public GatewayAnswer {
        headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
    }
}
