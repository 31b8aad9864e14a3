package dev.tollgate.llmproxy.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.llmproxy.json.StrictJson;
import dev.tollgate.llmproxy.provider.BrokenAnswerException;
import dev.tollgate.llmproxy.provider.HttpHead;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/// The chunks of an Anthropic model on Bedrock, taken out of their frames: each holds one of the
/// events that Anthropic's own API sends, to which Bedrock adds its metrics.
final class MessagesFrames implements FrameReader.Events {
    private final InvokeEvents events = new InvokeEvents(true);
    private byte[] event = {};

    @Override
    public FrameReader.Meaning read(String type, JsonNode payload) throws BrokenAnswerException {
        JsonNode own = InvokeEvents.unwrap(payload);
        FrameReader.Meaning meaning = events.meaning(own);
        event = sent(own, payload);
        return meaning;
    }

    @Override
    public byte[] passed(byte[] frame) {
        return event;
    }

    @Override
    public Map<String, String> head(HttpHead head) {
        return Map.of();
    }

    @Override
    public boolean isWhole() {
        return events.isWhole();
    }

    /// As the model wrote it, but for the metrics.
    private static byte[] sent(JsonNode own, JsonNode payload) {
        byte[] written = Base64.getDecoder().decode(payload.path("bytes").asText(""));
        boolean metered =
                own instanceof ObjectNode object && object.remove(InvokeEvents.METRICS) != null;
        String data = new String(metered ? StrictJson.write(own) : written, StandardCharsets.UTF_8);
        return ("event: " + own.path("type").asText("message") + "\ndata: " + data + "\n\n")
                .getBytes(StandardCharsets.UTF_8);
    }
}
