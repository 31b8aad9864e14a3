package dev.tollgate.runtime;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// An API Gateway REST proxy event (payload 1.0), reduced to what functions use. Headers keep every
/// value; names are lower-cased. Path parameters are as they were sent: percent-encoded.
///
/// @param resource the matched route, for example `/model/{modelId}/converse`
/// @param path the raw path without the stage
/// @param authorizer the authorizer's context: identity comes from here alone
/// @param requestId the gateway's id of this request (`x-amzn-RequestId`)
/// @param body as sent, decoded; empty when there is none. Not to be changed: it is handed on as
///   is, since it may be megabytes, and so two requests are never equal by it
@SuppressWarnings("ArrayRecordComponent")
public record ProxyRequest(
        String method,
        String resource,
        String path,
        Map<String, List<String>> headers,
        Map<String, List<String>> query,
        Map<String, String> pathParameters,
        Map<String, String> authorizer,
        String requestId,
        byte[] body) {

    /// The last value of a header, as API Gateway's single-value map has it.
    public Optional<String> header(String name) {
        List<String> values = headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
        return values.isEmpty() ? Optional.empty() : Optional.of(values.getLast());
    }

    /// @throws IllegalArgumentException when the route has no such parameter: the API is wired
    ///   wrongly
    public String pathParameter(String name) {
        String value = pathParameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException(resource + " has no path parameter " + name);
        }
        return value;
    }
}
