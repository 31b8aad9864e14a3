package dev.tollgate.localstack.model;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tollgate.localstack.upstream.http.Endpoint;
import dev.tollgate.localstack.upstream.http.Exchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

/// Passes `/v1/…` on to the process of the real model, and its answers back as they come. When the
/// model cannot be had: 503 with the reason. Thread-safe.
public final class SmolLm2Endpoint implements Endpoint, AutoCloseable {
    private final SmolLm2Process process;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public SmolLm2Endpoint(SmolLm2Process process) {
        this.process = process;
    }

    @Override
    public void handle(Exchange exchange) throws IOException {
        try {
            HttpResponse<InputStream> answer =
                    client.send(
                            request(exchange, process.url()),
                            HttpResponse.BodyHandlers.ofInputStream());
            String type = answer.headers().firstValue("content-type").orElse("application/json");
            try (InputStream in = answer.body()) {
                OutputStream out = exchange.stream(answer.statusCode(), type, Map.of());
                in.transferTo(out);
                // Only here: an answer that broke off must not end cleanly.
                out.close();
            }
        } catch (ModelUnavailableException unavailable) {
            exchange.sendJson(503, error(unavailable));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IOException("the stack is going down", stopping);
        }
    }

    private static HttpRequest request(Exchange exchange, URI server) throws IOException {
        byte[] body = exchange.body();
        return HttpRequest.newBuilder(server.resolve(exchange.subPath()))
                .header("Content-Type", "application/json")
                .method(
                        exchange.method(),
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
    }

    private static String error(ModelUnavailableException unavailable) {
        var answer = JsonNodeFactory.instance.objectNode();
        answer.putObject("error")
                .put("message", unavailable.line())
                .put("type", "server_error")
                .putNull("param")
                .put("code", "model_unavailable");
        return answer.toString();
    }

    @Override
    public void close() {
        process.close();
        client.shutdownNow();
    }
}
