package dev.tollgate.localstack.api.event;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One request as it came over the wire, nothing decoded. Nobody writes to its body.
///
/// @param ids what the gateway calls it
/// @param path raw, without the query
/// @param query raw, or null
/// @param headers in the order and casing they came in; without Host
/// @param client who sent it, and how
@SuppressWarnings("ArrayRecordComponent")
public record ApiRequest(
        Ids ids,
        Instant receivedAt,
        String method,
        String path,
        @Nullable String query,
        List<Header> headers,
        Client client,
        byte[] body) {
    public ApiRequest {
        headers = List.copyOf(headers);
    }

    public record Header(String name, String value) {}

    /// @param request `x-amzn-RequestId`
    /// @param extended `x-amz-apigw-id`
    /// @param trace `X-Amzn-Trace-Id`
    public record Ids(String request, String extended, String trace) {}

    /// @param host the authority the client asked for
    /// @param protocol for example `HTTP/1.1`
    public record Client(String sourceIp, String host, String protocol, int port, boolean secure) {}

    /// All values of a header, in order.
    public List<String> header(String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Header::value)
                .toList();
    }
}
