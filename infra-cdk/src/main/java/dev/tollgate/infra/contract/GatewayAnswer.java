package dev.tollgate.infra.contract;

import java.util.Map;
import java.util.Optional;

/// An answer that the gateway gives by itself.
///
/// @param statusCode empty to keep API Gateway's own
/// @param headers fixed values
/// @param template the body; `$context.…` is filled in
public record GatewayAnswer(
        Optional<Integer> statusCode, Map<String, String> headers, String template) {
    public GatewayAnswer {
        headers = Map.copyOf(headers);
    }
}
