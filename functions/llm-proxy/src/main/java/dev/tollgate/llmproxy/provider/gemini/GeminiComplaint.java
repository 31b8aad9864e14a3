package dev.tollgate.llmproxy.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.llmproxy.json.StrictJson;

/// What Gemini says of a request that it does not answer.
final class GeminiComplaint {
    private static final String INVALID_KEY = "API_KEY_INVALID";

    private GeminiComplaint() {}

    /// A key that it does not know is a wrong argument to it, but not the caller's.
    ///
    /// @return empty when it cannot be read
    static String read(byte[] body) {
        return StrictJson.lenientObject(body).map(GeminiComplaint::words).orElse("");
    }

    private static String words(JsonNode document) {
        JsonNode error = document.path("error");
        boolean key =
                error.path("details")
                        .valueStream()
                        .anyMatch(detail -> detail.path("reason").asText().equals(INVALID_KEY));
        return key
                ? "the gateway's own key for it is not valid; the platform team has to look at it"
                : error.path("message").asText("");
    }
}
