package dev.tollgate.llmproxy.bedrock;

import dev.tollgate.core.error.GatewayError;
import dev.tollgate.core.money.Usage;
import dev.tollgate.llmproxy.chat.ChatEvent;
import dev.tollgate.llmproxy.json.StrictJson;
import dev.tollgate.llmproxy.provider.Operation;
import dev.tollgate.runtime.ProxyResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The answer to one request of the Bedrock runtime dialect. The prelude is sent with the first
/// content, and what is written then leaves at once. An [IOException] means that the client has
/// gone. Not thread-safe.
public final class BedrockAnswer {
    private final ProxyResponse response;
    private final boolean streaming;
    private final ChatWriter writer;
    private final Map<String, String> headers = new TreeMap<>();
    private final ByteArrayOutputStream early = new ByteArrayOutputStream();
    private @Nullable OutputStream out;

    private BedrockAnswer(ProxyResponse response, boolean streaming) {
        this.response = response;
        this.streaming = streaming;
        this.writer = streaming ? new ConverseFrames() : new ConverseDocument();
        headers.put(
                "content-type",
                streaming ? "application/vnd.amazon.eventstream" : "application/json");
    }

    /// @param resource the matched route
    public static BedrockAnswer to(String resource, ProxyResponse response) {
        boolean streaming = Operation.ofResource(resource).map(Operation::streaming).orElse(false);
        return new BedrockAnswer(response, streaming);
    }

    /// Headers beside the content type, which they may replace.
    public void head(Map<String, String> more) {
        headers.putAll(more);
    }

    /// Passes bytes of the upstream.
    ///
    /// @param content false for what can wait until there is content
    public void pass(byte[] bytes, boolean content) throws IOException {
        if (content || out != null) {
            send(bytes);
        } else {
            early.writeBytes(bytes);
        }
    }

    /// Writes a step of a chat.
    ///
    /// @throws IllegalArgumentException when the upstream's event makes no sense
    public void say(ChatEvent event) throws IOException {
        byte[] bytes = writer.write(event);
        if (bytes.length > 0) {
            send(bytes);
        }
    }

    /// Ends a chat's answer.
    ///
    /// @throws IllegalArgumentException when what the upstream said makes no sense
    public void end(Usage usage, Duration latency) throws IOException {
        send(writer.end(usage, latency));
    }

    /// Answers with an error: as a status while nothing was sent, else as the stream's last frame.
    public void refuse(GatewayError error) throws IOException {
        BedrockErrors said = BedrockErrors.of(error);
        if (out == null) {
            headers.clear();
            headers.put("content-type", "application/json");
            headers.put("x-amzn-ErrorType", said.exception());
            error.retryAfter().ifPresent(this::hint);
            early.reset();
            start(said.status()).write(body(error, said.type()));
        } else if (streaming) {
            var payload = StrictJson.newObject().put("message", error.message());
            out.write(EventFrames.exception(said.streamException(), payload));
        }
        if (out != null) {
            out.flush();
        }
    }

    /// Whether content has left, so that no status can change any more.
    public boolean started() {
        return out != null;
    }

    private void hint(Duration wait) {
        headers.put("x-amz-retry-after", Long.toString(wait.toMillis()));
        headers.put("retry-after", Long.toString(wait.plusMillis(999).toSeconds()));
    }

    private static byte[] body(GatewayError error, String type) {
        var body = StrictJson.newObject();
        body.put("message", error.message()).put("type", "error");
        body.putObject("error")
                .put("type", type)
                .put("code", error.code())
                .put("message", error.message());
        return StrictJson.write(body);
    }

    private void send(byte[] bytes) throws IOException {
        OutputStream body = out == null ? start(200) : out;
        body.write(bytes);
        body.flush();
    }

    private OutputStream start(int status) throws IOException {
        OutputStream body = response.start(status, headers);
        out = body;
        early.writeTo(body);
        early.reset();
        return body;
    }
}
