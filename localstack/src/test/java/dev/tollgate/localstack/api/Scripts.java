package dev.tollgate.localstack.api;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/// Functions and authorizers as tests need them.
final class Scripts {
    private static final byte[] DELIMITER = new byte[8];

    private Scripts() {}

    static RequestStreamHandler answering(int status, String body) {
        return (_, out, _) -> {
            prelude(out, "{\"statusCode\":" + status + "}");
            out.write(body.getBytes(StandardCharsets.UTF_8));
        };
    }

    static void prelude(OutputStream out, String metadata) throws IOException {
        out.write(metadata.getBytes(StandardCharsets.UTF_8));
        out.write(DELIMITER);
    }

    static void eventStreamPrelude(OutputStream out) throws IOException {
        prelude(
                out,
                """
                {"statusCode":200,"headers":{"Content-Type":"application/vnd.amazon.eventstream"}}\
                """);
    }

    /// One frame of a ConverseStream answer.
    static byte[] frame(String eventType, String payload) {
        var bytes = new ByteArrayOutputStream();
        new Message(
                        Map.of(
                                ":event-type", HeaderValue.fromString(eventType),
                                ":message-type", HeaderValue.fromString("event"),
                                ":content-type", HeaderValue.fromString("application/json")),
                        payload.getBytes(StandardCharsets.UTF_8))
                .encode(bytes);
        return bytes.toByteArray();
    }

    static RequestStreamHandler allowing(String resource) {
        return returning(policy("Allow", resource, "{}"));
    }

    static RequestStreamHandler denying(String reason) {
        return returning(policy("Deny", "*", "{\"reason\":\"" + reason + "\"}"));
    }

    static RequestStreamHandler returning(String output) {
        return (_, out, _) -> out.write(output.getBytes(StandardCharsets.UTF_8));
    }

    static RequestStreamHandler throwing(String message) {
        return (_, _, _) -> {
            throw new UncheckedIOException(message, new IOException("inner cause"));
        };
    }

    static String policy(String effect, String resource, String context) {
        return """
        {"principalId":"acme/ada","policyDocument":{"Version":"2012-10-17","Statement":[
          {"Effect":"%s","Action":"execute-api:Invoke","Resource":"%s"}]},"context":%s}\
        """
                .formatted(effect, resource, context);
    }
}
