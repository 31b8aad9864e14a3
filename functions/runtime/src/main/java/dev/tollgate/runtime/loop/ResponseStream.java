package dev.tollgate.runtime.loop;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The answer to one invocation, streamed to the Runtime API.
///
/// What is written waits for [#flush], or until a chunk is full; then it leaves at once, as one
/// chunk in one piece. The request opens with its first chunk, so that a function which fails
/// earlier can still be answered for by an error. One thread writes.
///
/// Source: "Building a custom runtime", section "Response streaming", AWS Lambda developer guide.
final class ResponseStream extends OutputStream {
    static final String ERROR_TYPE = "Lambda-Runtime-Function-Error-Type";
    static final String ERROR_BODY = "Lambda-Runtime-Function-Error-Body";

    private static final Map<String, String> HEADERS =
            Map.of(
                    "Lambda-Runtime-Function-Response-Mode", "streaming",
                    "Content-Type", "application/vnd.awslambda.http-integration-response",
                    "Trailer", ERROR_TYPE + ", " + ERROR_BODY);
    private static final int CHUNK = 16 * 1024;

    /// Room for the size of a chunk in hexadecimal and the line's end.
    private static final int HEAD = 8;

    private static final byte[] CRLF = {'\r', '\n'};

    private final InetSocketAddress api;
    private final String path;
    private final byte[] buffer = new byte[HEAD + CHUNK + CRLF.length];
    private int end = HEAD;
    private @Nullable Connection connection;
    private @Nullable IOException broken;

    ResponseStream(InetSocketAddress api, String path) {
        this.api = api;
        this.path = path;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    /// @throws IOException when the client has gone
    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        requireUnbroken();
        int from = offset;
        int left = length;
        while (left > 0) {
            int taken = Math.min(left, HEAD + CHUNK - end);
            System.arraycopy(bytes, from, buffer, end, taken);
            end += taken;
            from += taken;
            left -= taken;
            if (end == HEAD + CHUNK) {
                flush();
            }
        }
    }

    /// @throws IOException when the client has gone
    @Override
    public void flush() throws IOException {
        requireUnbroken();
        if (end == HEAD) {
            return;
        }
        byte[] size =
                (Integer.toHexString(end - HEAD) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        int start = HEAD - size.length;
        System.arraycopy(size, 0, buffer, start, size.length);
        System.arraycopy(CRLF, 0, buffer, end, CRLF.length);
        send(buffer, start, end + CRLF.length - start);
        end = HEAD;
    }

    /// Only flushes: whether the answer is whole is said by the function's return.
    @Override
    public void close() throws IOException {
        flush();
    }

    /// Ends a whole answer.
    ///
    /// @throws IOException when the Runtime API does not take it
    void finish() throws IOException {
        flush();
        end("0\r\n\r\n");
    }

    /// Ends an answer that broke off in the middle, by trailers.
    ///
    /// @return false when nothing had left; then nothing is sent, and what was written is dropped
    boolean fail(Failure failure) throws IOException {
        if (connection == null) {
            return false;
        }
        String body = Base64.getEncoder().encodeToString(failure.json());
        end(
                "0\r\n%s: %s\r\n%s: %s\r\n\r\n"
                        .formatted(ERROR_TYPE, failure.type(), ERROR_BODY, body));
        return true;
    }

    /// Whether a write has failed: nobody reads any more.
    boolean clientHasGone() {
        return broken != null;
    }

    private void end(String last) throws IOException {
        byte[] bytes = last.getBytes(StandardCharsets.US_ASCII);
        send(bytes, 0, bytes.length);
        try (Connection ended = open()) {
            ended.answer().requireSuccess("the streamed answer");
        }
    }

    private void send(byte[] bytes, int offset, int length) throws IOException {
        try {
            open().send(bytes, offset, length);
        } catch (IOException e) {
            broken = e;
            if (connection != null) {
                connection.close();
            }
            throw e;
        }
    }

    private Connection open() throws IOException {
        if (connection == null) {
            connection = Connection.open(api);
            connection.startChunked(path, HEADERS);
        }
        return connection;
    }

    private void requireUnbroken() throws IOException {
        if (broken != null) {
            throw new IOException("the client has gone", broken);
        }
    }
}
