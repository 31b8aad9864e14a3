package dev.tollgate.localstack.api.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The headers of an event: what the client sent in its own casing, without what API Gateway drops,
/// with what it adds.
final class EventHeaders {
    private static final Set<String> DROPPED =
            Set.of(
                    "connection",
                    "content-length",
                    "content-md5",
                    "expect",
                    "http2-settings",
                    "max-forwards",
                    "proxy-authenticate",
                    "server",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade",
                    "www-authenticate");

    private EventHeaders() {}

    /// Every value by name; names that differ in case only are one.
    static Map<String, List<String>> of(ApiRequest request) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (ApiRequest.Header header : request.headers()) {
            if (!DROPPED.contains(header.name().toLowerCase(Locale.ROOT))) {
                headers.computeIfAbsent(header.name(), _ -> new ArrayList<>()).add(header.value());
            }
        }
        ApiRequest.Client client = request.client();
        headers.put("Host", List.of(client.host()));
        headers.put("X-Amzn-Trace-Id", List.of(request.ids().trace()));
        headers.put("X-Forwarded-For", List.of(forwardedFor(headers, client)));
        headers.put("X-Forwarded-Port", List.of(Integer.toString(client.port())));
        headers.put("X-Forwarded-Proto", List.of(client.secure() ? "https" : "http"));
        return headers;
    }

    /// What a client claims stays in front; the last hop is always true.
    private static String forwardedFor(
            Map<String, List<String>> headers, ApiRequest.Client client) {
        var hops = new ArrayList<>(headers.getOrDefault("X-Forwarded-For", List.of()));
        hops.add(client.sourceIp());
        return String.join(", ", hops);
    }
}
