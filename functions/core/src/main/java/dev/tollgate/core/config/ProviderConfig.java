package dev.tollgate.core.config;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/// An upstream model API.
///
/// @param id `[a-z0-9-]{1,32}`
/// @param baseUrl https unless loopback; for BEDROCK the runtime endpoint, for OPENAI the base with
///   `/v1`, for ANTHROPIC the base without it
/// @param region the signing region, BEDROCK only
/// @param credential names the secret with the upstream's key (`env:TOLLGATE_UPSTREAM_…`); null for
///   none, or, with BEDROCK, for the tenant's session
/// @param outputBound tokens an answer can have at the most when the upstream takes no maximum
public record ProviderConfig(
        String id,
        ProviderKind kind,
        URI baseUrl,
        @Nullable String region,
        @Nullable String credential,
        int outputBound) {}
