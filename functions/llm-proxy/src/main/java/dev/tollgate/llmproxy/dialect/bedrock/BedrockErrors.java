package dev.tollgate.llmproxy.dialect.bedrock;

import dev.tollgate.core.error.GatewayError;
import dev.tollgate.llmproxy.dialect.ErrorAnswer;
import dev.tollgate.llmproxy.json.StrictJson;
import java.util.TreeMap;

/// How the Bedrock runtime dialect says each error; nothing else maps one to a status.
///
/// SDKs retry by status and name: 429 and 5xx are retried, so only what cost nothing is one of
/// them; a used-up budget, and a call that may have been paid for, are not (facts: AWS, section 1).
///
/// @param status HTTP status
/// @param exception `x-amzn-ErrorType`
/// @param type the family, as Anthropic and OpenAI clients know it
record BedrockErrors(int status, String exception, String type) {
    /// `:exception-type` of every error after the first content. Of the five exceptions of an event
    /// stream it is the one that no SDK takes for a reason to repeat a call that was paid for.
    static final String IN_STREAM = "modelStreamErrorException";

    private static final String VALIDATION = "ValidationException";
    private static final String THROTTLING = "ThrottlingException";
    private static final String UNAVAILABLE = "ServiceUnavailableException";
    private static final String INVALID = "invalid_request_error";
    private static final String LIMIT = "rate_limit_error";

    static BedrockErrors of(GatewayError error) {
        return switch (error) {
            case GatewayError.InvalidRequest _,
                    GatewayError.NotSupportedByTarget _,
                    GatewayError.IdReused _,
                    GatewayError.UpstreamRejected _,
                    GatewayError.ContentFiltered _,
                    GatewayError.ContextTooLong _ ->
                    new BedrockErrors(400, VALIDATION, INVALID);
            case GatewayError.RequestTooLarge _ ->
                    new BedrockErrors(413, VALIDATION, "request_too_large");
            case GatewayError.Forbidden _ ->
                    new BedrockErrors(403, "AccessDeniedException", "permission_error");
            case GatewayError.UnknownModel _ ->
                    new BedrockErrors(404, "ResourceNotFoundException", "not_found_error");
            case GatewayError.RateExceeded _,
                    GatewayError.CallRunning _,
                    GatewayError.UpstreamThrottled _ ->
                    new BedrockErrors(429, THROTTLING, LIMIT);
            case GatewayError.BudgetExhausted _ ->
                    new BedrockErrors(400, "ServiceQuotaExceededException", LIMIT);
            case GatewayError.UpstreamFailed _,
                    GatewayError.StoreUnavailable _,
                    GatewayError.SessionUnavailable _ ->
                    new BedrockErrors(503, UNAVAILABLE, "overloaded_error");
            case GatewayError.UpstreamTimeout _ ->
                    new BedrockErrors(408, "ModelTimeoutException", "timeout_error");
            case GatewayError.UpstreamCut _ ->
                    new BedrockErrors(424, "ModelErrorException", "api_error");
        };
    }

    /// The whole answer, with the one body that AWS, Anthropic and OpenAI clients all read.
    ErrorAnswer answer(GatewayError error) {
        var headers = new TreeMap<String, String>();
        headers.put("content-type", "application/json");
        headers.put("x-amzn-ErrorType", exception);
        error.retryAfter()
                .ifPresent(wait -> {
                    headers.put("x-amz-retry-after", Long.toString(wait.toMillis()));
                    headers.put("retry-after", Long.toString(wait.plusMillis(999).toSeconds()));
                });
        String message = message(error);
        var body = StrictJson.newObject();
        body.put("message", message).put("type", "error");
        body.putObject("error").put("type", type).put("code", error.code()).put("message", message);
        return new ErrorAnswer(status, headers, StrictJson.write(body));
    }

    /// Bedrock has no exception for a prompt that is too long: clients know it by how the message
    /// begins.
    private static String message(GatewayError error) {
        return error instanceof GatewayError.ContextTooLong
                ? "Input is too long for requested model: " + error.message()
                : error.message();
    }
}
