package dev.tollgate.localstack.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tollgate.localstack.upstream.http.Exchange;
import dev.tollgate.localstack.upstream.http.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Stands between the store and all that asks it, and once [#begin] was called answers as a busy
/// store behind a bad network does. Thread-safe.
final class FaultyStore implements AutoCloseable {
    private static final Set<String> HOP_BY_HOP =
            Set.of("connection", "content-length", "host", "transfer-encoding");

    private static final byte[] CUT_OFF = {'{', '}'};

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
    private final LoopbackServer server;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private volatile URI store = URI.create("http://127.0.0.1:0");
    private volatile boolean begun;
    private volatile boolean down;
    private volatile Watch watch = new Watch("", () -> {});

    /// Something done before a request that holds a word is passed on; an empty word is in none.
    private record Watch(String word, Runnable then) {
        void see(byte[] request) {
            if (!word.isEmpty() && new String(request, UTF_8).contains(word)) {
                then.run();
            }
        }
    }

    /// Nothing is planned; only [#down].
    FaultyStore() throws IOException {
        this(List.of(Fault.NONE));
    }

    /// @param plan for each request, over and over
    FaultyStore(List<Fault> plan) throws IOException {
        this.plan = List.copyOf(plan);
        server = LoopbackServer.bind(0);
        server.mount(Map.of("", this::handle));
    }

    /// Where the store at this address is to be asked from now on.
    URI before(URI address) {
        store = address;
        return server.url();
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

    /// Has something done whenever a request holds a word, before it is passed on or lost.
    void whenAskedFor(String word, Runnable then) {
        watch = new Watch(word, then);
    }

    /// How often what happened.
    Map<Fault, Integer> happened() {
        return new TreeMap<>(happened);
    }

    @Override
    public void close() {
        server.close();
        http.close();
    }

    private void handle(Exchange exchange) throws IOException {
        watch.see(exchange.body());
        Fault fault = next();
        happened.merge(fault, 1, Integer::sum);
        switch (fault) {
            case NONE -> answer(exchange, pass(exchange));
            case SERVER_ERROR -> refuse(exchange, 500, "InternalServerError");
            case THROTTLED -> refuse(exchange, 400, "ProvisionedThroughputExceededException");
            case REQUEST_LOST -> breakOff(exchange);
            case REPLY_LOST -> {
                pass(exchange);
                breakOff(exchange);
            }
        }
    }

    private Fault next() {
        if (down) {
            return Fault.REQUEST_LOST;
        }
        return begun ? plan.get(asked.getAndIncrement() % plan.size()) : Fault.NONE;
    }

    private HttpResponse<byte[]> pass(Exchange exchange) throws IOException {
        var request =
                HttpRequest.newBuilder(store.resolve(exchange.rawPath()))
                        .method(
                                exchange.method(),
                                HttpRequest.BodyPublishers.ofByteArray(exchange.body()));
        exchange.headers()
                .forEach((name, values) -> {
                    if (!HOP_BY_HOP.contains(name)) {
                        values.forEach(value -> request.header(name, value));
                    }
                });
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static void answer(Exchange exchange, HttpResponse<byte[]> answer) throws IOException {
        var headers = new TreeMap<String, String>();
        answer.headers()
                .map()
                .forEach((name, values) -> {
                    if (!HOP_BY_HOP.contains(name)) {
                        headers.put(name, values.getFirst());
                    }
                });
        exchange.sendJson(answer.statusCode(), headers, answer.body());
    }

    private static void refuse(Exchange exchange, int status, String type) throws IOException {
        String body = "{\"__type\":\"com.amazonaws.dynamodb.v20120810#%s\"}".formatted(type);
        exchange.sendJson(status, body);
    }

    private static void breakOff(Exchange exchange) throws IOException {
        exchange.sendHalf(200, Map.of(), CUT_OFF);
        throw new IOException("broken off on purpose");
    }
}
