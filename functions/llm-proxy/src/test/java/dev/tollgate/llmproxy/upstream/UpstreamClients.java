package dev.tollgate.llmproxy.upstream;

import java.time.Clock;

/// Gives tests of other packages the client.
public final class UpstreamClients {
    private UpstreamClients() {}

    public static UpstreamClient create(Credentials credentials, Clock clock) {
        return new UpstreamClient(new ProviderSigner(credentials, clock), clock);
    }
}
