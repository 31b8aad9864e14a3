package dev.tollgate.llmproxy.dialect.bedrock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.llmproxy.json.StrictJson;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/// Encodes frames of `application/vnd.amazon.eventstream` (Smithy, "Amazon Event Stream").
public final class EventFrames {
    private EventFrames() {}

    public static byte[] event(String type, ObjectNode payload) {
        return frame("event", ":event-type", type, payload);
    }

    static byte[] exception(String type, ObjectNode payload) {
        return frame("exception", ":exception-type", type, payload);
    }

    private static byte[] frame(String kind, String typeHeader, String type, ObjectNode payload) {
        var headers = new LinkedHashMap<String, HeaderValue>();
        headers.put(typeHeader, HeaderValue.fromString(type));
        headers.put(":content-type", HeaderValue.fromString("application/json"));
        headers.put(":message-type", HeaderValue.fromString(kind));
        var out = new ByteArrayOutputStream();
        new Message(headers, StrictJson.write(payload)).encode(out);
        return out.toByteArray();
    }
}
