package dev.tollgate.runtime.loop;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A request that the loop sends, while it is being sent.
final class PostedRequest {
    private final String method;
    private final String path;
    private final Map<String, String> headers;
    private final Socket socket;
    private final BlockingQueue<byte[]> chunks = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final CompletableFuture<Map<String, String>> trailers = new CompletableFuture<>();
    private final CompletableFuture<Integer> status = new CompletableFuture<>();

    PostedRequest(String method, String path, Map<String, String> headers, Socket socket) {
        this.method = method;
        this.path = path;
        this.headers = headers;
        this.socket = socket;
        if (!path.endsWith("restore/next")) {
            status.complete(202);
        }
    }

    String method() {
        return method;
    }

    String path() {
        return path;
    }

    /// By lower-case name.
    Map<String, String> headers() {
        return headers;
    }

    /// The next chunk.
    String chunk() throws InterruptedException {
        byte[] chunk = chunks.poll(30, TimeUnit.SECONDS);
        if (chunk == null) {
            throw new AssertionError("no chunk came within 30 seconds");
        }
        return new String(chunk, StandardCharsets.UTF_8);
    }

    /// Waits for the end. By lower-case name.
    Map<String, String> trailers() {
        return trailers.orTimeout(30, TimeUnit.SECONDS).join();
    }

    /// Waits for the end.
    byte[] body() {
        trailers();
        return body.toByteArray();
    }

    String text() {
        return new String(body(), StandardCharsets.UTF_8);
    }

    /// Lets `restore/next` return.
    void answer(int code) {
        status.complete(code);
    }

    /// Breaks the connection off, as when nobody reads the answer any more.
    void cut() throws IOException {
        socket.setOption(StandardSocketOptions.SO_LINGER, 0);
        socket.close();
    }

    int status() {
        return status.orTimeout(30, TimeUnit.SECONDS).join();
    }

    void received(byte[] bytes) {
        body.writeBytes(bytes);
        chunks.add(bytes);
    }

    void ended(Map<String, String> found) {
        trailers.complete(found);
    }
}
