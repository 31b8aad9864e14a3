package dev.tollgate.llmproxy.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.core.error.GatewayError;
import dev.tollgate.llmproxy.json.StrictJson;
import dev.tollgate.llmproxy.provider.HttpHead;
import dev.tollgate.llmproxy.provider.UpstreamErrors;
import java.util.Map;

/// Bedrock's errors, of an answer and inside a stream.
final class BedrockComplaint {
    private BedrockComplaint() {}

    static String read(byte[] body) {
        return StrictJson.lenientObject(body).map(BedrockComplaint::message).orElse("");
    }

    /// @param type of an exception frame, for example `throttlingException`
    static GatewayError ofException(String type, byte[] payload) {
        int status =
                switch (type) {
                    case "throttlingException" -> 429;
                    case "validationException" -> 400;
                    case "modelStreamErrorException", "modelTimeoutException" -> 424;
                    default -> 503;
                };
        return UpstreamErrors.of(new HttpHead(status, Map.of()), read(payload));
    }

    private static String message(JsonNode document) {
        return document.path("message").asText(document.path("Message").asText(""));
    }
}
