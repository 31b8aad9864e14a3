package dev.tollgate.localstack.api;

import dev.tollgate.core.call.IdSource;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// Answers what is not even HTTP, and what failed outside the gateway: the status in words, never a
/// cause.
final class PlainErrors extends ErrorHandler {
    private static final String JSON = "application/json";

    private final IdSource ids;

    PlainErrors(IdSource ids) {
        this.ids = ids;
        setShowStacks(false);
        setShowCauses(false);
    }

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int code,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback) {
        response.setStatus(code);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, JSON);
        response.getHeaders().put("x-amzn-RequestId", ids.next());
        response.getHeaders()
                .put(
                        "x-amzn-ErrorType",
                        code < 500 ? "ValidationException" : "InternalServerException");
        Content.Sink.write(response, true, body(code), callback);
    }

    private static String body(int status) {
        String message = HttpStatus.getMessage(status);
        String type = status < 500 ? "invalid_request_error" : "api_error";
        String code = status < 500 ? "bad_request" : "internal";
        return """
        {"message":"%1$s","type":"error","error":{"type":"%2$s","code":"%3$s","message":"%1$s"}}\
        """
                .formatted(message, type, code);
    }
}
