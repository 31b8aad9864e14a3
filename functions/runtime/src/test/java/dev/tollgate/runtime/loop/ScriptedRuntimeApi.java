package dev.tollgate.runtime.loop;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Lambda's side of the Runtime API, for tests: hands out the invocations it is given, and shows
/// each request as soon as its head has come, each chunk as soon as it has.
final class ScriptedRuntimeApi implements AutoCloseable {
    static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:echo";

    /// An invocation to hand out.
    record Offer(String id, String event, Instant deadline, String trace) {}

    private final ServerSocket server;
    private final BlockingQueue<Offer> offers = new LinkedBlockingQueue<>();
    private final BlockingQueue<PostedRequest> posted = new LinkedBlockingQueue<>();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean closed;

    ScriptedRuntimeApi() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /// `host:port`.
    String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    void offer(String id, String event) {
        offer(new Offer(id, event, Instant.now().plusSeconds(30), "Root=1-" + id));
    }

    void offer(Offer offer) {
        offers.add(offer);
    }

    /// The next POST, or GET of `restore/next`, as soon as its head is there.
    PostedRequest take() throws InterruptedException {
        PostedRequest request = posted.poll(30, TimeUnit.SECONDS);
        if (request == null) {
            throw new AssertionError("nothing came within 30 seconds");
        }
        return request;
    }

    boolean isQuiet() {
        return posted.isEmpty();
    }

    /// How often the next invocation was asked for.
    int asked() {
        return asked.get();
    }

    /// From now on there is no next invocation: the loop ends when it asks.
    @Override
    public void close() throws IOException {
        closed = true;
        server.close();
        offers.add(new Offer("", "", Instant.EPOCH, ""));
    }

    private void accept() {
        while (!closed) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            String[] first = line(in).split(" ", 3);
            Map<String, String> headers = headers(in);
            if (first[1].endsWith("/invocation/next")) {
                asked.incrementAndGet();
                handOut(socket);
            } else {
                var request = new PostedRequest(first[0], first[1], headers, socket);
                posted.add(request);
                receive(in, request);
                int status = request.status();
                socket.getOutputStream().write(answer(status, "", "{\"status\":\"OK\"}"));
            }
        } catch (IOException | InterruptedException _) {
            // The client has gone, or a test cut the connection.
        }
    }

    private void handOut(Socket socket) throws IOException, InterruptedException {
        Offer offer = offers.take();
        if (closed) {
            return;
        }
        String headers =
                "Lambda-Runtime-Aws-Request-Id: %s\r\nLambda-Runtime-Deadline-Ms: %d\r\n"
                                .formatted(offer.id(), offer.deadline().toEpochMilli())
                        + "Lambda-Runtime-Invoked-Function-Arn: "
                        + ARN
                        + "\r\n"
                        + (offer.trace().isEmpty()
                                ? ""
                                : "Lambda-Runtime-Trace-Id: " + offer.trace() + "\r\n");
        socket.getOutputStream().write(answer(200, headers, offer.event()));
    }

    private static void receive(InputStream in, PostedRequest request) throws IOException {
        if ("chunked".equals(request.headers().get("transfer-encoding"))) {
            for (int size = size(in); size > 0; size = size(in)) {
                request.received(in.readNBytes(size));
                line(in);
            }
            request.ended(headers(in));
        } else {
            String length = request.headers().getOrDefault("content-length", "0");
            request.received(in.readNBytes(Integer.parseInt(length)));
            request.ended(Map.of());
        }
    }

    private static int size(InputStream in) throws IOException {
        return Integer.parseInt(line(in), 16);
    }

    private static byte[] answer(int status, String headers, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return "HTTP/1.1 %d Scripted\r\nContent-Length: %d\r\n%s\r\n%s"
                .formatted(status, bytes.length, headers, body)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, String> headers(InputStream in) throws IOException {
        var headers = new LinkedHashMap<String, String>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            String[] parts = line.split(": ", 2);
            headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1]);
        }
        return headers;
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException();
            }
            line.append((char) next);
        }
        return line.substring(0, line.length() - 1);
    }
}
