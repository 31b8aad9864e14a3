package dev.tollgate.localstack.simulator.bedrock;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.localstack.simulator.messages.MessagesShape;
import dev.tollgate.localstack.simulator.play.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Anthropic's events as Bedrock's invocations carry them: chunks of base64 of which the last has
/// the invocation's metrics.
final class MessagesChunks implements MessagesShape.Carrier {
    private static final String METRICS = "amazon-bedrock-invocationMetrics";

    private final EventFrames frames;

    MessagesChunks(EventFrames frames) {
        this.frames = frames;
    }

    @Override
    public void event(ObjectNode event) throws IOException {
        frames.event("chunk", wrap(event));
    }

    @Override
    public void last(ObjectNode event, Answer answer) throws IOException {
        answer.usage()
                .ifPresent(usage ->
                        event.putObject(METRICS)
                                .put("inputTokenCount", usage.in())
                                .put("outputTokenCount", usage.out())
                                .put("invocationLatency", answer.latencyMillis())
                                .put("firstByteLatency", 1));
        event(event);
    }

    @Override
    public void corrupt(ObjectNode event) throws IOException {
        frames.corrupt("chunk", wrap(event));
    }

    @Override
    public void failure() throws IOException {
        frames.exception(
                "modelStreamErrorException",
                JsonNodeFactory.instance.objectNode().put("message", "failed as scripted"));
    }

    private static ObjectNode wrap(ObjectNode event) {
        byte[] bytes = event.toString().getBytes(StandardCharsets.UTF_8);
        return JsonNodeFactory.instance
                .objectNode()
                .put("bytes", Base64.getEncoder().encodeToString(bytes));
    }
}
