package dev.tollgate.smollm2;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Executors;

/// The process: loads the model, listens on loopback, and ends when its standard input does, so
/// that it never outlives who started it. Native code needs `--enable-native-access=ALL-UNNAMED`.
public final class SmolLm2Server {
    private SmolLm2Server() {}

    /// Prints `port=<n>` on standard output when it is ready.
    ///
    /// @param arguments the port (0 for any free one) and the path of the GGUF file
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            System.err.println("usage: SmolLm2Server <port> <gguf file>");
            System.exit(2);
        }
        // Tokens are small writes: without this each could wait for the acknowledgement of the
        // last.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        LocalModel model = new LocalModel(Path.of(arguments[1]));
        HttpServer server = start(Integer.parseInt(arguments[0]), model);
        System.out.println("port=" + server.getAddress().getPort());
        while (System.in.read() >= 0) {
            // Whatever is written to it says only that the parent lives.
        }
        // Not an orderly stop: a generation in native code could hold it up.
        Runtime.getRuntime().halt(0);
    }

    private static HttpServer start(int port, LocalModel model) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/v1/chat/completions", new ChatEndpoint(model, Clock.systemUTC()));
        server.createContext(
                "/v1/models",
                exchange ->
                        json(
                                exchange,
                                "{\"object\":\"list\",\"data\":[{\"id\":\""
                                        + ChatRequest.MODEL
                                        + "\",\"object\":\"model\",\"created\":1738915200,"
                                        + "\"owned_by\":\"local\"}]}"));
        server.createContext("/health", exchange -> json(exchange, "{\"status\":\"ok\"}"));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return server;
    }

    private static void json(HttpExchange exchange, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
