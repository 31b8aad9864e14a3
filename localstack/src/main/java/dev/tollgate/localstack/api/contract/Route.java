package dev.tollgate.localstack.api.contract;

import java.util.Optional;

/// One operation: a method on a path template, what guards it and what answers it.
///
/// @param resource the path template, for example `/model/{modelId}/converse`
/// @param authorizer empty where no credential is asked for
public record Route(
        String method,
        String resource,
        Optional<AuthorizerSpec> authorizer,
        Integration integration) {}
