package dev.tollgate.localstack.api;

import dev.tollgate.localstack.api.contract.GatewayResponseType;
import dev.tollgate.localstack.api.contract.GatewayResponses;
import dev.tollgate.localstack.api.contract.Integration;
import dev.tollgate.localstack.api.event.ApiRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// One request and the way its answer leaves. Answered exactly once.
record Exchange(
        Request request,
        Response response,
        Callback callback,
        ApiRequest.Ids ids,
        GatewayResponses gatewayResponses) {

    /// Answers in the gateway's own name.
    void refuse(GatewayResponseType type) {
        refuse(type, Map.of());
    }

    /// @param authorizer the authorizer's context
    void refuse(GatewayResponseType type, Map<String, String> authorizer) {
        var context = new LinkedHashMap<String, String>();
        authorizer.forEach((name, value) -> context.put("authorizer." + name, value));
        context.put("requestId", ids.request());
        context.put("extendedRequestId", ids.extended());
        context.put("httpMethod", request.getMethod());
        GatewayResponses.Rendered rendered = gatewayResponses.render(type, context);
        answer(rendered.statusCode(), rendered.headers(), rendered.body());
    }

    void answer(Integration.Mock mock) {
        answer(mock.statusCode(), mock.headers(), mock.body());
    }

    private void answer(int status, Map<String, String> headers, String body) {
        response.reset();
        response.setStatus(status);
        headers.forEach((name, value) -> response.getHeaders().put(name, value));
        identify();
        response.getHeaders()
                .ensureField(new HttpField(HttpHeader.CONTENT_TYPE, "application/json"));
        Content.Sink.write(response, true, body, callback);
    }

    /// The ids by which a request is found again.
    void identify() {
        response.getHeaders().put("x-amzn-RequestId", ids.request());
        response.getHeaders().put("x-amz-apigw-id", ids.extended());
    }

    /// Ends what has begun so that the client cannot take it for a whole answer.
    void abort(Throwable cause) {
        callback.failed(cause);
    }
}
