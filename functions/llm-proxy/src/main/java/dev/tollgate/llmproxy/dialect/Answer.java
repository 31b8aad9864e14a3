package dev.tollgate.llmproxy.dialect;

import dev.tollgate.core.error.GatewayError;
import dev.tollgate.core.money.Usage;
import dev.tollgate.llmproxy.chat.ChatEvent;
import dev.tollgate.runtime.ProxyResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The answer to one call, in any dialect. The prelude is sent with the first content, and what is
/// written then leaves at once. An [IOException] means that the client has gone. Not thread-safe.
public final class Answer {
    private final AnswerWriter writer;
    private final Function<GatewayError, ErrorAnswer> refusal;
    private final ProxyResponse response;
    private final Map<String, String> headers = new TreeMap<>();
    private final ByteArrayOutputStream early = new ByteArrayOutputStream();
    private @Nullable OutputStream out;

    /// @param refusal how an error is said while nothing was sent
    public Answer(
            AnswerWriter writer,
            Function<GatewayError, ErrorAnswer> refusal,
            ProxyResponse response) {
        this.writer = writer;
        this.refusal = refusal;
        this.response = response;
        headers.putAll(writer.headers());
    }

    /// Headers beside the writer's, which they may replace.
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

    /// Answers with an error: as a status while nothing was sent, else as the answer's last words.
    public void refuse(GatewayError error) throws IOException {
        if (out == null) {
            refusal.apply(error).send(response);
        } else {
            send(writer.failure(error));
        }
    }

    /// Whether content has left, so that no status can change any more.
    public boolean started() {
        return out != null;
    }

    private void send(byte[] bytes) throws IOException {
        OutputStream body = out == null ? start() : out;
        body.write(bytes);
        body.flush();
    }

    private OutputStream start() throws IOException {
        OutputStream body = response.start(200, headers);
        out = body;
        early.writeTo(body);
        early.reset();
        return body;
    }
}
