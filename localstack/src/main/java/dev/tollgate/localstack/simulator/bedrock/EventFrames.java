package dev.tollgate.localstack.simulator.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/// Writes frames of `application/vnd.amazon.eventstream`, each in one piece.
final class EventFrames {
    private final OutputStream out;

    EventFrames(OutputStream out) {
        this.out = out;
    }

    void event(String type, JsonNode payload) throws IOException {
        out.write(frame("event", ":event-type", type, payload));
        out.flush();
    }

    /// Ends a stream with a modelled error.
    void exception(String type, JsonNode payload) throws IOException {
        out.write(frame("exception", ":exception-type", type, payload));
        out.flush();
    }

    /// A frame whose last byte, in its checksum, is wrong.
    void corrupt(String type, JsonNode payload) throws IOException {
        byte[] frame = frame("event", ":event-type", type, payload);
        frame[frame.length - 1] ^= 1;
        out.write(frame);
        out.flush();
    }

    private static byte[] frame(String kind, String typeHeader, String type, JsonNode payload) {
        Map<String, HeaderValue> headers = new LinkedHashMap<>();
        headers.put(typeHeader, HeaderValue.fromString(type));
        headers.put(":content-type", HeaderValue.fromString("application/json"));
        headers.put(":message-type", HeaderValue.fromString(kind));
        byte[] body = payload.toString().getBytes(StandardCharsets.UTF_8);
        var bytes = new Message(headers, body).toByteBuffer();
        byte[] frame = new byte[bytes.remaining()];
        bytes.get(frame);
        return frame;
    }
}
