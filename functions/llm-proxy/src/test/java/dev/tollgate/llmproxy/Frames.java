package dev.tollgate.llmproxy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/// Writes event-stream frames as Bedrock does.
public final class Frames {
    private Frames() {}

    public static byte[] event(String type, String payload) {
        return frame("event", ":event-type", type, payload);
    }

    public static byte[] exception(String type, String payload) {
        return frame("exception", ":exception-type", type, payload);
    }

    /// A chunk of `invoke-with-response-stream`.
    public static byte[] chunk(String modelEvent) {
        String base64 =
                Base64.getEncoder().encodeToString(modelEvent.getBytes(StandardCharsets.UTF_8));
        return event("chunk", "{\"bytes\":\"" + base64 + "\"}");
    }

    public static byte[] join(byte[]... frames) {
        var out = new ByteArrayOutputStream();
        for (byte[] frame : frames) {
            out.writeBytes(frame);
        }
        return out.toByteArray();
    }

    private static byte[] frame(String kind, String typeHeader, String type, String payload) {
        var headers = new LinkedHashMap<String, HeaderValue>();
        headers.put(typeHeader, HeaderValue.fromString(type));
        headers.put(":content-type", HeaderValue.fromString("application/json"));
        headers.put(":message-type", HeaderValue.fromString(kind));
        var out = new ByteArrayOutputStream();
        new Message(headers, payload.getBytes(StandardCharsets.UTF_8)).encode(out);
        return out.toByteArray();
    }
}
