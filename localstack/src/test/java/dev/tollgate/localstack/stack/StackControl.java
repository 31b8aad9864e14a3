package dev.tollgate.localstack.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The hand that a foreign test runner has on the stack: commands over HTTP on loopback.
final class StackControl implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// What a path does.
    @FunctionalInterface
    interface Command {
        /// @param body what was sent, empty for nothing
        JsonNode run(Map<String, String> query, byte[] body) throws Exception;
    }

    private final HttpServer server;

    StackControl(Map<String, Command> commands) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        commands.forEach((path, command) ->
                server.createContext(path, exchange -> answer(exchange, command)));
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static void answer(HttpExchange exchange, Command command) throws IOException {
        try (exchange) {
            byte[] answer;
            int status = 200;
            try {
                answer =
                        JSON.writeValueAsBytes(
                                command.run(
                                        query(exchange), exchange.getRequestBody().readAllBytes()));
            } catch (Exception e) {
                status = 500;
                answer = e.toString().getBytes(StandardCharsets.UTF_8);
            }
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private static Map<String, String> query(HttpExchange exchange) {
        String query = exchange.getRequestURI().getRawQuery();
        return query == null
                ? Map.of()
                : Stream.of(query.split("&"))
                        .map(pair -> pair.split("=", 2))
                        .collect(
                                Collectors.toMap(
                                        pair -> pair[0],
                                        pair ->
                                                URLDecoder.decode(
                                                        pair[1], StandardCharsets.UTF_8)));
    }
}
