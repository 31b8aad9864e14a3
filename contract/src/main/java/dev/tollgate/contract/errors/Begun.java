package dev.tollgate.contract.errors;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a client needs to make the call.
///
/// @param bearer null for none
/// @param signed whether it signs with AWS credentials
/// @param id new for each call; a hand-shake, or the call's own
/// @param text of the user message, to be repeated as the case says
public record Begun(
        String id,
        String url,
        @Nullable String bearer,
        boolean signed,
        Map<String, String> headers,
        String text,
        int attempts) {
    /// For a client that has nothing but HTTP.
    public Optional<String> authorization() {
        if (signed) {
            return Optional.of(
                    "AWS4-HMAC-SHA256 Credential=local/20261122/us-east-1/bedrock/aws4_request,"
                            + " SignedHeaders=host, Signature=0");
        }
        return Optional.ofNullable(bearer).map("Bearer "::concat);
    }

    /// For a client that knows AWS's variables.
    public Map<String, String> environment() {
        var variables = new LinkedHashMap<String, String>();
        variables.put("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", url);
        variables.put("AWS_MAX_ATTEMPTS", Integer.toString(attempts));
        if (bearer != null) {
            variables.put("AWS_BEARER_TOKEN_BEDROCK", bearer);
        }
        if (signed) {
            variables.put("AWS_ACCESS_KEY_ID", "local");
            variables.put("AWS_SECRET_ACCESS_KEY", "local");
        }
        return variables;
    }
}
