package dev.tollgate.llmproxy.dialect;

import dev.tollgate.core.call.CallId;
import dev.tollgate.core.call.IdSource;
import dev.tollgate.core.error.GatewayError;
import dev.tollgate.core.error.Refused;
import dev.tollgate.llmproxy.language.NativeCall;
import dev.tollgate.runtime.ProxyRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// What makes a call the same call over its retries, in any dialect.
///
/// @param alias the model alias, as the client wrote it
/// @param bodyHash SHA-256 of language, alias, version and body, hex: what the id is bound to
public record CallIdentity(CallId id, String alias, String bodyHash) {
    private static final List<String> ID_HEADERS =
            List.of("idempotency-key", "amz-sdk-invocation-id");

    /// @param ids gives the call an id when the client did not
    /// @throws Refused when the client's id cannot be one
    public static CallIdentity of(ProxyRequest request, NativeCall content, IdSource ids) {
        return new CallIdentity(id(request, ids), content.alias(), hash(content));
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

    private static String hash(NativeCall call) {
        String what =
                call.language()
                        + (call.stream() ? " stream\n" : "\n")
                        + call.alias()
                        + "\n"
                        + (call.version().isEmpty() ? "" : call.version() + "\n");
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(what.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(call.body()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
