package dev.tollgate.llmproxy.upstream;

import dev.tollgate.core.config.ProviderConfig;
import dev.tollgate.core.tenant.TenantId;
import dev.tollgate.llmproxy.provider.UpstreamRequest;
import java.net.URI;
import java.util.Map;

/// Adds an upstream's credentials to a request, per call. A port.
interface RequestSigner {
    /// @param tenant that the call is for
    /// @return all headers to send, `host` and `content-length` left out
    Map<String, String> sign(
            TenantId tenant, ProviderConfig provider, URI uri, UpstreamRequest request);

    /// Looks for another credential in place of one that the upstream does not take.
    ///
    /// @return whether there is another one, so that another try is worth it
    boolean renew(ProviderConfig provider);
}
