package dev.tollgate.runtime;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/// The error body that the AWS, OpenAI and Anthropic SDKs all parse, with the header that AWS SDKs
/// take the exception's class from. Gateway responses in the contract have the same shape.
///
/// @param awsType `x-amzn-ErrorType`, for example `InternalServerException`
/// @param type the family, as Anthropic and OpenAI clients know it, for example `api_error`
/// @param code stable, snake_case
/// @param message safe to show
public record ErrorAnswer(int status, String awsType, String type, String code, String message) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// A defect of ours; the log has the cause.
    public static ErrorAnswer internal(String requestId) {
        return new ErrorAnswer(
                500,
                "InternalServerException",
                "api_error",
                "internal",
                "internal error, request id " + requestId);
    }

    /// Sends it as the whole answer.
    ///
    /// @throws IllegalStateException when an answer was started before
    public void send(ProxyResponse response) throws IOException {
        byte[] body = body();
        try (var out =
                response.start(
                        status,
                        Map.of("Content-Type", "application/json", "x-amzn-ErrorType", awsType))) {
            out.write(body);
        }
    }

    private byte[] body() throws IOException {
        var error = new LinkedHashMap<String, Object>();
        error.put("type", type);
        error.put("code", code);
        error.put("message", message);
        var body = new LinkedHashMap<String, Object>();
        body.put("message", message);
        body.put("type", "error");
        body.put("error", error);
        return JSON.writeValueAsBytes(body);
    }
}
