package dev.tollgate.bench.lambda;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Lambda's side of one process: its Runtime API, which measures each call from handing it out to
/// the last byte of its answer.
final class Lambda implements AutoCloseable {
    private static final String ROOT = "/2018-06-01/runtime/";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpServer server;
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final CountDownLatch checkpoint = new CountDownLatch(1);
    private final CountDownLatch restore = new CountDownLatch(1);
    private final BlockingQueue<Boolean> waiting = new LinkedBlockingQueue<>();
    private final BlockingQueue<byte[]> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    private volatile long handedOut;

    /// @param text the answer
    /// @param nanos from handing the event out to the answer's last byte
    record Answer(String text, long nanos) {}

    private Lambda(HttpServer server) {
        this.server = server;
    }

    static Lambda open() {
        // Else an answer in two pieces would wait for the client's acknowledgement of the first.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        try {
            var any = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
            var lambda = new Lambda(HttpServer.create(any, 0));
            lambda.server.createContext("/", lambda::serve);
            lambda.server.setExecutor(lambda.executor);
            lambda.server.start();
            return lambda;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// `AWS_LAMBDA_RUNTIME_API`.
    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /// Until a snapshot of the process may be taken.
    void awaitCheckpoint() throws InterruptedException {
        if (!checkpoint.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("no snapshot after " + PATIENCE);
        }
    }

    void restore() {
        restore.countDown();
    }

    /// One call, when the process asks for it.
    Answer call(byte[] event) throws InterruptedException {
        if (waiting.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS) == null) {
            throw new IllegalStateException("the process asks for nothing");
        }
        events.add(event);
        Answer answer = answers.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (answer == null) {
            throw new IllegalStateException("no answer after " + PATIENCE);
        }
        return answer;
    }

    @Override
    public void close() {
        restore();
        server.stop(0);
        executor.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath().substring(ROOT.length());
            switch (path) {
                case "invocation/next" -> next(exchange);
                case "restore/next" -> {
                    checkpoint.countDown();
                    restore.await();
                    exchange.sendResponseHeaders(200, -1);
                }
                default -> answered(exchange);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void next(HttpExchange exchange) throws IOException, InterruptedException {
        waiting.add(true);
        byte[] event = events.take();
        var headers = exchange.getResponseHeaders();
        headers.set("Lambda-Runtime-Aws-Request-Id", "call");
        headers.set(
                "Lambda-Runtime-Deadline-Ms",
                Long.toString(Clock.systemUTC().millis() + PATIENCE.toMillis()));
        handedOut = System.nanoTime();
        exchange.sendResponseHeaders(200, event.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(event);
        }
    }

    private void answered(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        long nanos = System.nanoTime() - handedOut;
        exchange.sendResponseHeaders(202, -1);
        answers.add(new Answer(new String(body, StandardCharsets.UTF_8), nanos));
    }
}
