package dev.tollgate.llmproxy.provider;

import java.util.Map;

/// A POST to an upstream.
///
/// @param path below the provider's base URL, percent-encoded, starting with `/`
/// @param headers without credentials
@SuppressWarnings("ArrayRecordComponent") // passed on, never changed or compared
public record UpstreamRequest(String path, Map<String, String> headers, byte[] body) {
    public UpstreamRequest {
        headers = Map.copyOf(headers);
    }
}
