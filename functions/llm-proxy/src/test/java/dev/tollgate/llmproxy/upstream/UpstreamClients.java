package dev.tollgate.llmproxy.upstream;

import dev.tollgate.aws.tenant.TenantCredentials;
import java.time.Clock;

/// Gives tests of other packages the client.
public final class UpstreamClients {
    private UpstreamClients() {}

    /// One for providers that have a credential of their own.
    public static UpstreamClient create(Credentials credentials, Clock clock) {
        return create(
                credentials,
                tenant -> {
                    throw new IllegalStateException("no provider asks for a session of " + tenant);
                },
                clock);
    }

    public static UpstreamClient create(
            Credentials credentials, TenantCredentials sessions, Clock clock) {
        return new UpstreamClient(
                new ProviderSigner(credentials, (tenant, _) -> sessions.of(tenant), clock), clock);
    }
}
