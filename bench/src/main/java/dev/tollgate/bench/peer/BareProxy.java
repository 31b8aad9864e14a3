package dev.tollgate.bench.peer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.Executors;

/// The JDK's own server and client on virtual threads, passing bytes through: what a gateway on the
/// JVM costs before it does anything.
final class BareProxy {
    private static final int BUFFER = 16 * 1024;

    private final URI upstream;
    private final HttpClient client;

    private BareProxy(URI upstream, HttpClient client) {
        this.upstream = upstream;
        this.client = client;
    }

    /// @param arguments the port, the upstream's URL
    public static void main(String[] arguments) throws IOException {
        var executor = Executors.newVirtualThreadPerTaskExecutor();
        HttpClient client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .executor(executor)
                        .build();
        var proxy = new BareProxy(URI.create(arguments[1]), client);
        var address =
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
        HttpServer server = HttpServer.create(address, 1024);
        server.setExecutor(executor);
        server.createContext("/", proxy::pass);
        server.start();
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            HttpRequest request =
                    HttpRequest.newBuilder(upstream.resolve(exchange.getRequestURI().getRawPath()))
                            .header("Content-Type", "application/json")
                            .POST(
                                    BodyPublishers.ofByteArray(
                                            exchange.getRequestBody().readAllBytes()))
                            .build();
            HttpResponse<InputStream> answer = client.send(request, BodyHandlers.ofInputStream());
            answer.headers()
                    .firstValue("Content-Type")
                    .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
            exchange.sendResponseHeaders(
                    answer.statusCode(),
                    answer.headers().firstValueAsLong("Content-Length").orElse(0));
            pass(answer.body(), exchange.getResponseBody());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pass(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
            out.write(buffer, 0, n);
            out.flush();
        }
    }
}
