package dev.tollgate.llmproxy;

import dev.tollgate.llmproxy.json.StrictJson;
import dev.tollgate.runtime.ProxyResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import software.amazon.eventstream.Message;

/// A client's side of one answer, which may leave early.
final class Client implements ProxyResponse {
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final Consumer<Client> onFlush;
    private int status;
    private Map<String, String> headers = Map.of();
    private boolean left;
    private int flushes;

    Client() {
        this(_ -> {});
    }

    /// @param onFlush runs after what was written has arrived
    Client(Consumer<Client> onFlush) {
        this.onFlush = onFlush;
    }

    /// From now on nothing arrives any more.
    void leave() {
        left = true;
    }

    int status() {
        return status;
    }

    int flushes() {
        return flushes;
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    String text() {
        return body.toString(StandardCharsets.UTF_8);
    }

    byte[] bytes() {
        return body.toByteArray();
    }

    /// The answer's frames as `type payload`; exceptions as `!type payload`.
    List<String> frames() {
        var frames = new ArrayList<String>();
        ByteBuffer rest = ByteBuffer.wrap(body.toByteArray());
        while (rest.hasRemaining()) {
            ByteBuffer one = rest.slice(rest.position(), rest.getInt(rest.position()));
            rest.position(rest.position() + one.limit());
            Message message = Message.decode(one);
            var event = message.getHeaders().get(":event-type");
            var exception = message.getHeaders().get(":exception-type");
            String type =
                    event == null
                            ? "!" + Objects.requireNonNull(exception).getString()
                            : event.getString();
            frames.add(type + " " + new String(message.getPayload(), StandardCharsets.UTF_8));
        }
        return frames;
    }

    /// `error.code` of the answer.
    String code() {
        return StrictJson.object(bytes()).path("error").path("code").asText();
    }

    @Override
    public OutputStream start(int statusCode, Map<String, String> head) throws IOException {
        if (status != 0) {
            throw new IllegalStateException("started twice");
        }
        status = statusCode;
        headers = Map.copyOf(head);
        return new Body();
    }

    @Override
    public boolean started() {
        return status != 0;
    }

    private final class Body extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (left) {
                throw new IOException("broken pipe");
            }
            body.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            flushes++;
            onFlush.accept(Client.this);
        }
    }
}
