package dev.tollgate.contract.errors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/// The controls of the simulated models, which sit behind a target that is prepared for tests.
///
/// @param url anything on their server
public record Simulator(URI url, HttpClient http) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMillis(20);

    /// What it was asked so far.
    public JsonNode log() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(url.resolve("/sim/requests")).build();
        return JSON.readTree(http.send(request, BodyHandlers.ofByteArray()).body());
    }

    /// How many requests have reached it, all models together.
    public int requests() throws IOException, InterruptedException {
        return log().path("total").asInt();
    }

    /// Returns when it was asked more than so often.
    ///
    /// @throws IOException when that takes over a minute
    public void awaitMoreThan(int requests) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (requests() <= requests) {
            if (System.nanoTime() > end) {
                throw new IOException("the simulator was not asked");
            }
            Thread.sleep(PAUSE);
        }
    }

    /// Lets one chunk of a hand-shake go.
    ///
    /// @throws UncheckedIOException when the simulator does not answer
    public void releaseOne(String handshake) {
        try {
            release(handshake, 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in a hand-shake", e);
        }
    }

    /// Lets so many chunks of a hand-shake go.
    public void release(String handshake, int chunks) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(url.resolve("/sim/handshake/" + handshake))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build();
        for (int chunk = 0; chunk < chunks; chunk++) {
            http.send(request, BodyHandlers.discarding());
        }
    }
}
