package dev.tollgate.llmproxy.dialect.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.core.error.GatewayError;
import dev.tollgate.llmproxy.dialect.ErrorAnswer;
import dev.tollgate.llmproxy.json.StrictJson;
import java.util.TreeMap;

/// How the OpenAI dialect says each error; nothing else maps one to a status.
///
/// Its SDKs retry 408, 409, 429 and 5xx, and send no id by which a retry could be recognised: so
/// what may have been paid for is none of these. They obey `x-should-retry` before any status.
/// Where OpenAI has a code that clients look at, it stands in the place of ours.
///
/// @param status HTTP status
/// @param type the family
/// @param code what programs may rely on
/// @param retry whether the same request may pass later
record OpenAiErrors(int status, String type, String code, boolean retry) {
    private static final String INVALID = "invalid_request_error";
    private static final String SERVER = "server_error";

    static OpenAiErrors of(GatewayError error) {
        return switch (error) {
            case GatewayError.InvalidRequest _,
                    GatewayError.NotSupportedByTarget _,
                    GatewayError.IdReused _,
                    GatewayError.UpstreamRejected _ ->
                    new OpenAiErrors(400, INVALID, error.code(), false);
            case GatewayError.ContentFiltered _ ->
                    new OpenAiErrors(400, INVALID, "content_filter", false);
            case GatewayError.ContextTooLong _ ->
                    new OpenAiErrors(400, INVALID, "context_length_exceeded", false);
            case GatewayError.RequestTooLarge _ ->
                    new OpenAiErrors(413, "request_too_large", error.code(), false);
            case GatewayError.Forbidden _ ->
                    new OpenAiErrors(403, "permission_error", error.code(), false);
            case GatewayError.UnknownModel _ ->
                    new OpenAiErrors(404, INVALID, "model_not_found", false);
            case GatewayError.RateExceeded _, GatewayError.UpstreamThrottled _ ->
                    new OpenAiErrors(429, "rate_limit_error", "rate_limit_exceeded", true);
            case GatewayError.CallRunning _ ->
                    new OpenAiErrors(429, "rate_limit_error", error.code(), true);
            case GatewayError.BudgetExhausted _ ->
                    new OpenAiErrors(429, "insufficient_quota", "insufficient_quota", false);
            case GatewayError.UpstreamFailed _,
                    GatewayError.StoreUnavailable _,
                    GatewayError.SessionUnavailable _ ->
                    new OpenAiErrors(503, SERVER, error.code(), true);
            case GatewayError.UpstreamTimeout _, GatewayError.UpstreamCut _ ->
                    new OpenAiErrors(424, SERVER, error.code(), false);
        };
    }

    ErrorAnswer answer(GatewayError error, String requestId) {
        var headers = new TreeMap<String, String>();
        headers.put("content-type", "application/json");
        headers.put(CompletionHead.REQUEST_ID, requestId);
        headers.put("x-should-retry", Boolean.toString(retry));
        error.retryAfter()
                .ifPresent(wait -> {
                    headers.put("retry-after-ms", Long.toString(wait.toMillis()));
                    headers.put("retry-after", Long.toString(wait.plusMillis(999).toSeconds()));
                });
        return new ErrorAnswer(status, headers, StrictJson.write(body(error)));
    }

    /// As an answer's body or an event of a stream.
    ObjectNode body(GatewayError error) {
        ObjectNode body = StrictJson.newObject();
        body.putObject("error")
                .put("message", error.message())
                .put("type", type)
                .put("param", error.member().orElse(null))
                .put("code", code);
        return body;
    }
}
