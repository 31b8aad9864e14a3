package dev.tollgate.core.config;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/// An upstream model API.
///
/// @param id `[a-z0-9-]{1,32}`
/// @param baseUrl https unless loopback; for BEDROCK the runtime endpoint, for OPENAI the base that
///   the server's path is below (with `/v1`), for ANTHROPIC the base without it, for GEMINI the
///   base with `/v1beta`
/// @param region the signing region, BEDROCK only
/// @param credential names the upstream's key ([CredentialReference]); null for none, or, with
///   BEDROCK, for the tenant's session
/// @param outputBound tokens an answer can have at the most when the upstream takes no maximum
/// @param server what its server has in its own way, OPENAI only
public record ProviderConfig(
        String id,
        ProviderKind kind,
        URI baseUrl,
        @Nullable String region,
        @Nullable String credential,
        int outputBound,
        ChatServer server) {
    /// Of a server of which nothing more is known.
    public ProviderConfig(
            String id,
            ProviderKind kind,
            URI baseUrl,
            @Nullable String region,
            @Nullable String credential,
            int outputBound) {
        this(id, kind, baseUrl, region, credential, outputBound, ChatServer.ANY);
    }

    /// The same, called by another key.
    public ProviderConfig withCredential(String other) {
        return new ProviderConfig(id, kind, baseUrl, region, other, outputBound, server);
    }
}
