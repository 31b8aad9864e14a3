package dev.tollgate.llmproxy.upstream;

import dev.tollgate.core.config.ProviderConfig;
import dev.tollgate.llmproxy.provider.UpstreamRequest;
import java.net.URI;
import java.util.Map;

/// Adds an upstream's credentials to a request, per call. A port.
@FunctionalInterface
interface RequestSigner {
    /// @return all headers to send, `host` and `content-length` left out
    Map<String, String> sign(ProviderConfig provider, URI uri, UpstreamRequest request);
}
