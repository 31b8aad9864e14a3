package dev.tollgate.contract;

import dev.tollgate.contract.errors.RawCalls;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Calls a target over plain HTTP/1.1.
record Caller(Target target, RawCalls calls) {
    static Caller of(Target target) {
        var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        return new Caller(target, new RawCalls(http));
    }

    /// A new one, in the form of AWS SDKs.
    static String id() {
        return UUID.randomUUID().toString();
    }

    HttpResponse<byte[]> get(String path, @Nullable String bearer)
            throws IOException, InterruptedException {
        return send(path, bearer, Map.of(), null);
    }

    /// @param path below the target's URL
    /// @param bearer null for none
    /// @param body null for none, and the method GET
    HttpResponse<byte[]> send(
            String path,
            @Nullable String bearer,
            Map<String, String> headers,
            byte @Nullable [] body)
            throws IOException, InterruptedException {
        String authorization = bearer == null ? null : "Bearer " + bearer;
        return calls.send(new RawCalls.Call(target.url(), path, authorization, headers, body));
    }

    /// One answer to the text, of the target's model, 16 tokens at most.
    ///
    /// @param id of the call
    HttpResponse<byte[]> say(String text, String bearer, String id)
            throws IOException, InterruptedException {
        return send(
                "/model/" + target.alias() + "/converse",
                bearer,
                Map.of("amz-sdk-invocation-id", id),
                RawCalls.saying(text));
    }
}
