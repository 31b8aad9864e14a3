package dev.tollgate.llmproxy.bedrock;

import dev.tollgate.core.call.CallId;
import dev.tollgate.core.call.IdSource;
import dev.tollgate.core.error.GatewayError;
import dev.tollgate.core.error.Refused;
import dev.tollgate.llmproxy.json.StrictJson;
import dev.tollgate.llmproxy.provider.NativeCall;
import dev.tollgate.llmproxy.provider.Operation;
import dev.tollgate.runtime.ProxyRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A request of the Bedrock runtime dialect, read.
///
/// @param bodyHash SHA-256 of operation, alias and body, hex: what the call's id is bound to
public record BedrockCall(CallId id, String bodyHash, NativeCall content) {
    /// The published limit on a body, bytes: with base64 around it a Lambda event stays below 6 MB.
    public static final int MAX_BODY = 4 * 1024 * 1024;

    private static final List<String> ID_HEADERS =
            List.of("idempotency-key", "amz-sdk-invocation-id");

    /// @param ids gives the call an id when the client did not
    /// @throws Refused when the request is not of this dialect
    public static BedrockCall read(ProxyRequest request, IdSource ids) {
        Operation operation =
                Operation.ofResource(request.resource())
                        .orElseThrow(() ->
                                new IllegalArgumentException("no route " + request.resource()));
        String alias = ModelAlias.decode(request.pathParameter("modelId"));
        byte[] body = request.body();
        if (body.length > MAX_BODY) {
            throw new Refused(
                    new GatewayError.RequestTooLarge(
                            "the request is too large: keep the body at or below 4 MiB"));
        }
        var content =
                new NativeCall(
                        alias, operation, body, StrictJson.object(body), single(request.headers()));
        return new BedrockCall(id(request, ids), hash(operation, alias, body), content);
    }

    /// The model alias, as the client wrote it.
    public String alias() {
        return content.alias();
    }

    private static CallId id(ProxyRequest request, IdSource ids) {
        for (String name : ID_HEADERS) {
            List<String> values = request.headers().getOrDefault(name, List.of());
            if (values.size() > 1 || values.stream().anyMatch(value -> !CallId.isValid(value))) {
                throw new Refused(
                        new GatewayError.InvalidRequest(
                                "the header "
                                        + name
                                        + " must be given once, with 1 to 128 of A-Z a-z 0-9 . _"
                                        + " : -"));
            }
            if (!values.isEmpty()) {
                return new CallId(values.getFirst());
            }
        }
        return new CallId(ids.next());
    }

    /// A header given several times has no one meaning upstream, so it is left out.
    private static Map<String, String> single(Map<String, List<String>> headers) {
        var single = new TreeMap<String, String>();
        headers.forEach((name, values) -> {
            if (values.size() == 1) {
                single.put(name, values.getFirst());
            }
        });
        return single;
    }

    private static String hash(Operation operation, String alias, byte[] body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((operation + "\n" + alias + "\n").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
