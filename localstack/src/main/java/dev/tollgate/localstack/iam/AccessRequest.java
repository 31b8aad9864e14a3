package dev.tollgate.localstack.iam;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What somebody wants to do.
///
/// @param action `service:Name`
/// @param resource an ARN, or `*` where the action is on none
/// @param context what is known of the request and who makes it; a key without a value counts as
///   absent
public record AccessRequest(String action, String resource, Map<ContextKey, List<String>> context) {
    public AccessRequest {
        context =
                context.entrySet().stream()
                        .filter(entry -> !entry.getValue().isEmpty())
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        Map.Entry::getKey, entry -> List.copyOf(entry.getValue())));
    }

    List<String> values(ContextKey key) {
        return context.getOrDefault(key, List.of());
    }
}
