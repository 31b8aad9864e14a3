package dev.tollgate.llmproxy.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.core.error.GatewayError;
import dev.tollgate.llmproxy.json.StrictJson;
import dev.tollgate.llmproxy.provider.HttpHead;
import dev.tollgate.llmproxy.provider.UpstreamErrors;
import java.util.Map;

/// Anthropic's errors, of an answer and inside a stream: `{"type":"error","error":{"type",
/// "message"}}` (Anthropic API reference, "Errors").
final class AnthropicComplaint {
    private AnthropicComplaint() {}

    static String read(byte[] body) {
        return StrictJson.lenientObject(body)
                .map(document -> document.path("error").path("message").asText(""))
                .orElse("");
    }

    /// Whether a document that came with a good status is an error all the same.
    static boolean isOne(JsonNode document) {
        return document.path("type").asText("").equals("error");
    }

    /// The event `error` of a stream, or a document of that type.
    static GatewayError ofEvent(JsonNode event) {
        JsonNode error = event.path("error");
        int status =
                switch (error.path("type").asText("")) {
                    case "invalid_request_error" -> 400;
                    case "authentication_error" -> 401;
                    case "permission_error" -> 403;
                    case "not_found_error" -> 404;
                    case "request_too_large" -> 413;
                    case "rate_limit_error" -> 429;
                    case "timeout_error" -> 504;
                    case "overloaded_error" -> 529;
                    default -> 500;
                };
        return UpstreamErrors.of(new HttpHead(status, Map.of()), error.path("message").asText(""));
    }
}
