package dev.tollgate.llmproxy.dialect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.core.error.GatewayError;
import dev.tollgate.core.error.Refused;
import dev.tollgate.llmproxy.json.StrictJson;
import dev.tollgate.runtime.ProxyRequest;
import java.util.Map;
import java.util.TreeMap;

/// How every dialect reads what is not its own.
public final class ReadRequest {
    /// The published limit on a body, bytes: with base64 around it a Lambda event stays below 6 MB.
    public static final int MAX_BODY = 4 * 1024 * 1024;

    private ReadRequest() {}

    /// The body, read strictly.
    ///
    /// @throws Refused when it is too large, compressed, or not one JSON object
    public static ObjectNode document(ProxyRequest request) {
        String encoding = headers(request).getOrDefault("content-encoding", "identity");
        if (!encoding.equalsIgnoreCase("identity")) {
            throw new Refused(
                    new GatewayError.InvalidRequest(
                            "the body is compressed; send it as it is, without content-encoding"));
        }
        if (request.body().length > MAX_BODY) {
            throw new Refused(
                    new GatewayError.RequestTooLarge(
                            "the request is too large: keep the body at or below 4 MiB"));
        }
        return StrictJson.object(request.body());
    }

    /// The headers that mean one thing: one given several times has no one meaning upstream, so it
    /// is left out.
    public static Map<String, String> headers(ProxyRequest request) {
        var single = new TreeMap<String, String>();
        request.headers()
                .forEach((name, values) -> {
                    if (values.size() == 1) {
                        single.put(name, values.getFirst());
                    }
                });
        return single;
    }
}
