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
        HttpResponse<InputStream> answer;
        try {
            answer = send(exchange);
        } catch (ModelUnavailableException unavailable) {
            exchange.sendJson(503, error(unavailable));
            return;
        }
        String type = answer.headers().firstValue("content-type").orElse("application/json");
        try (InputStream in = answer.body()) {
            OutputStream out = exchange.stream(answer.statusCode(), type, Map.of());
            in.transferTo(out);
            // Only here: an answer that broke off must not end cleanly.
            out.close();
        }
    }

    private HttpResponse<InputStream> send(Exchange exchange)
            throws IOException, ModelUnavailableException {
        byte[] body = exchange.body();
        try {
            return client.send(
                    request(exchange, process.url(), body),
                    HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new ModelUnavailableException("the stack is going down", stopping);
        } catch (IOException died) {
            throw new ModelUnavailableException("the real model's process ended; call again", died);
        }
    }

    private static HttpRequest request(Exchange exchange, URI server, byte[] body) {
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
