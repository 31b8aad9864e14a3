package dev.tollgate.llmproxy.dialect.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.core.error.GatewayError;
import dev.tollgate.llmproxy.dialect.ErrorAnswer;
import dev.tollgate.llmproxy.json.StrictJson;
import java.util.TreeMap;

/// How the Anthropic dialect says each error; nothing else maps one to a status (Anthropic API
/// reference, "Errors").
///
/// Its SDKs send a call again after 408, 409, 429 and 5xx, unless `x-should-retry` says otherwise.
/// So only what cost nothing has such a status, and what may have been paid for says `false`
/// besides.
///
/// @param status HTTP status
/// @param type of the error, in Anthropic's words
record AnthropicErrors(int status, String type) {
    private static final String INVALID = "invalid_request_error";

    /// An answer of a kind of its own, which nobody's client sends again.
    private static final int PAID_FOR = 424;

    static AnthropicErrors of(GatewayError error) {
        return switch (error) {
            case GatewayError.InvalidRequest _,
                    GatewayError.NotSupportedByTarget _,
                    GatewayError.IdReused _,
                    GatewayError.UpstreamRejected _,
                    GatewayError.ContentFiltered _,
                    GatewayError.ContextTooLong _ ->
                    new AnthropicErrors(400, INVALID);
            case GatewayError.BudgetExhausted _ -> new AnthropicErrors(402, "billing_error");
            case GatewayError.Forbidden _ -> new AnthropicErrors(403, "permission_error");
            case GatewayError.UnknownModel _ -> new AnthropicErrors(404, "not_found_error");
            case GatewayError.RequestTooLarge _ -> new AnthropicErrors(413, "request_too_large");
            case GatewayError.RateExceeded _,
                    GatewayError.CallRunning _,
                    GatewayError.UpstreamThrottled _ ->
                    new AnthropicErrors(429, "rate_limit_error");
            case GatewayError.UpstreamFailed _,
                    GatewayError.StoreUnavailable _,
                    GatewayError.SessionUnavailable _ ->
                    new AnthropicErrors(529, "overloaded_error");
            case GatewayError.UpstreamTimeout _ -> new AnthropicErrors(PAID_FOR, "timeout_error");
            case GatewayError.UpstreamCut _ -> new AnthropicErrors(PAID_FOR, "api_error");
        };
    }

    ErrorAnswer answer(GatewayError error, String requestId) {
        var headers = new TreeMap<String, String>();
        headers.put("content-type", "application/json");
        headers.put(MessageHead.REQUEST_ID, requestId);
        error.retryAfter()
                .ifPresent(wait ->
                        headers.put(
                                "retry-after", Long.toString(wait.plusMillis(999).toSeconds())));
        if (status == PAID_FOR) {
            headers.put("x-should-retry", "false");
        }
        ObjectNode body = document(error).put("request_id", requestId);
        return new ErrorAnswer(status, headers, StrictJson.write(body));
    }

    /// The error as a document, of which a stream makes an event.
    ObjectNode document(GatewayError error) {
        ObjectNode body = StrictJson.newObject().put("type", "error");
        body.putObject("error")
                .put("type", type)
                .put("message", message(error))
                .put("code", error.code());
        return body;
    }

    /// Anthropic has no type for a prompt that is too long: clients know it by how the message
    /// begins.
    private static String message(GatewayError error) {
        return error instanceof GatewayError.ContextTooLong
                ? "prompt is too long: " + error.message()
                : error.message();
    }
}
