package dev.tollgate.runtime.priming;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The world of a rehearsal: Lambda's Runtime API and everybody else, on a loopback port of this
/// process. Each connection serves one request and is closed, so that no client keeps one.
public final class Loopback implements AutoCloseable {
    private static final String INVOCATION = "/2018-06-01/runtime/invocation/";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int OVER = 410;

    private final HttpServer server;
    private final ExecutorService executor = Executors.newCachedThreadPool();

    private Loopback(HttpServer server) {
        this.server = server;
    }

    public static Loopback open() throws IOException {
        var any = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
        return new Loopback(HttpServer.create(any, 0));
    }

    /// `http://127.0.0.1:<port>`.
    public URI origin() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /// Everybody but Lambda.
    public void serve(Rehearsal.Outside outside) {
        server.createContext("/", exchange -> reply(exchange, outside));
        server.setExecutor(executor);
        server.start();
    }

    void serve(Script script, Rehearsal.Outside outside) {
        server.createContext(INVOCATION, exchange -> invocation(exchange, script));
        serve(outside);
    }

    @Override
    public void close() {
        server.stop(0);
        executor.close();
    }

    private static void reply(HttpExchange exchange, Rehearsal.Outside outside) throws IOException {
        try (exchange) {
            String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
            var question =
                    new Rehearsal.Question(
                            exchange.getRequestURI().getRawPath(),
                            Optional.ofNullable(target).orElse(""),
                            exchange.getRequestBody().readAllBytes());
            Rehearsal.Reply reply = outside.reply(question);
            try (OutputStream out = start(exchange, 200, reply.contentType())) {
                for (byte[] part : reply.parts()) {
                    out.write(part);
                    out.flush();
                }
            }
        }
    }

    private static void invocation(HttpExchange exchange, Script script) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath().substring(INVOCATION.length());
            if (path.equals("next")) {
                handOut(exchange, script.next(), script);
                return;
            }
            byte[] answer = exchange.getRequestBody().readAllBytes();
            int number = Integer.parseInt(path.substring(0, path.indexOf('/')));
            script.answered(number, new String(answer, StandardCharsets.UTF_8));
            start(exchange, 202, "application/json").close();
        }
    }

    private static void handOut(HttpExchange exchange, Optional<Integer> number, Script script)
            throws IOException {
        if (number.isEmpty()) {
            start(exchange, OVER, "text/plain").close();
            return;
        }
        var headers = exchange.getResponseHeaders();
        headers.set("Lambda-Runtime-Aws-Request-Id", number.get().toString());
        headers.set(
                "Lambda-Runtime-Deadline-Ms",
                String.valueOf(Clock.systemUTC().instant().plus(PATIENCE).toEpochMilli()));
        try (OutputStream out = start(exchange, 200, "application/json")) {
            out.write(script.event(number.get()));
        }
    }

    private static OutputStream start(HttpExchange exchange, int status, String contentType)
            throws IOException {
        exchange.getResponseHeaders().set("Content-Type", contentType);
        exchange.getResponseHeaders().set("Connection", "close");
        exchange.sendResponseHeaders(status, 0);
        return exchange.getResponseBody();
    }
}
