package dev.tollgate.bench.peer;

import dev.tollgate.bench.scene.FirstContent;
import dev.tollgate.bench.scene.Times;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// A client that sends the next request when it has read the last answer, on one or more
/// connections.
final class Load implements AutoCloseable {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HttpRequest request;

    Load(HttpRequest request) {
        this.request = request;
    }

    /// Sends as many calls in all, and waits for all of them.
    ///
    /// @throws IllegalStateException when one of them is not answered with 200
    Times run(int connections, int calls) {
        try (var executor = Executors.newFixedThreadPool(connections)) {
            var callers = new ArrayList<Future<Times>>();
            for (int i = 0; i < connections; i++) {
                callers.add(executor.submit(() -> calls(calls / connections)));
            }
            Times all = Times.NONE;
            for (Future<Times> caller : callers) {
                all = all.and(caller.get());
            }
            return all;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a call failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private Times calls(int count) throws IOException, InterruptedException {
        var whole = new ArrayList<Long>();
        var first = new ArrayList<Long>();
        for (int i = 0; i < count; i++) {
            var content = new FirstContent();
            long start = System.nanoTime();
            HttpResponse<InputStream> answer = client.send(request, BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                body.transferTo(content);
            }
            long end = System.nanoTime();
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(
                        "answered with " + answer.statusCode() + ": " + content.beginning());
            }
            whole.add(end - start);
            first.add(content.at().orElse(end) - start);
        }
        return new Times(whole, first);
    }

    @Override
    public void close() {
        client.close();
    }
}
