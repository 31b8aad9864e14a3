package dev.tollgate.localstack.upstream;

import dev.tollgate.core.call.IdSource;
import dev.tollgate.localstack.account.Identities;
import dev.tollgate.localstack.model.SmolLm2Launch;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/// How the upstreams are to run.
///
/// @param port on 127.0.0.1; 0 for any free one
/// @param issuerKeys the folder for the issuers' private keys
/// @param issuers their names, `[a-z0-9-]+`
/// @param identities who may sign calls of the simulated Bedrock
/// @param keys of all other simulated providers
/// @param smolLm2 the real model, started on its first use
/// @param ids of minted tokens
public record UpstreamOptions(
        int port,
        Path issuerKeys,
        List<String> issuers,
        Identities identities,
        ProviderKeys keys,
        SmolLm2Launch smolLm2,
        Clock clock,
        IdSource ids) {
    public UpstreamOptions {
        issuers = List.copyOf(issuers);
    }

    /// Without the secrets.
    @Override
    public String toString() {
        return "UpstreamOptions[port=" + port + ", issuers=" + issuers + "]";
    }
}
