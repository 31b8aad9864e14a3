package dev.tollgate.localstack.stack;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// Stands between the functions and the store, and once [#begin] was called answers as a busy store
/// behind a bad network does. Thread-safe.
final class FaultyStore implements AutoCloseable {
    private static final Set<String> HOP_BY_HOP =
            Set.of("connection", "content-length", "host", "transfer-encoding");

    /// What becomes of a request.
    enum Fault {
        NONE,
        /// The store has an error of its own; nothing was done.
        SERVER_ERROR,
        THROTTLED,
        /// The connection breaks before the store has heard of it.
        REQUEST_LOST,
        /// The connection breaks after the store has done it.
        REPLY_LOST
    }

    private final List<Fault> plan;
    private final AtomicInteger asked = new AtomicInteger();
    private final Map<Fault, Integer> happened = new ConcurrentHashMap<>();
    private final HttpServer server;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private volatile URI store = URI.create("http://127.0.0.1:0");
    private volatile boolean begun;
    private volatile boolean down;

    /// @param plan for each request, over and over
    FaultyStore(List<Fault> plan) throws IOException {
        this.plan = List.copyOf(plan);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    /// Where the store at this address is to be asked from now on.
    URI before(URI address) {
        store = address;
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    void begin() {
        begun = true;
    }

    /// From now on every request is passed on.
    void end() {
        begun = false;
        down = false;
    }

    /// While it is down every request is lost.
    void down(boolean isDown) {
        down = isDown;
    }

    /// How often what happened.
    Map<Fault, Integer> happened() {
        return new TreeMap<>(happened);
    }

    @Override
    public void close() {
        server.stop(0);
        http.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        Fault fault = next();
        happened.merge(fault, 1, Integer::sum);
        try (exchange) {
            switch (fault) {
                case NONE -> answer(exchange, pass(exchange));
                case SERVER_ERROR -> refuse(exchange, 500, "InternalServerError");
                case THROTTLED -> refuse(exchange, 400, "ProvisionedThroughputExceededException");
                // Closed without an answer.
                case REQUEST_LOST -> {}
                case REPLY_LOST -> pass(exchange);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Fault next() {
        if (down) {
            return Fault.REQUEST_LOST;
        }
        return begun ? plan.get(asked.getAndIncrement() % plan.size()) : Fault.NONE;
    }

    private HttpResponse<byte[]> pass(HttpExchange exchange)
            throws IOException, InterruptedException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        var request =
                HttpRequest.newBuilder(store.resolve(exchange.getRequestURI()))
                        .method(
                                exchange.getRequestMethod(),
                                HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders()
                .forEach((name, values) -> {
                    if (isEndToEnd(name)) {
                        values.forEach(value -> request.header(name, value));
                    }
                });
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static void answer(HttpExchange exchange, HttpResponse<byte[]> answer)
            throws IOException {
        answer.headers()
                .map()
                .forEach((name, values) -> {
                    if (isEndToEnd(name)) {
                        exchange.getResponseHeaders().put(name, values);
                    }
                });
        send(exchange, answer.statusCode(), answer.body());
    }

    private static void refuse(HttpExchange exchange, int status, String type) throws IOException {
        exchange.getRequestBody().readAllBytes();
        String body =
                "{\"__type\":\"com.amazonaws.dynamodb.v20120810#%s\",\"message\":\"a fault\"}"
                        .formatted(type);
        send(exchange, status, body.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private static boolean isEndToEnd(String header) {
        return !HOP_BY_HOP.contains(header.toLowerCase(Locale.ROOT));
    }
}
