package dev.tollgate.localstack.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;

/// The simulator's controls.
record Simulator(URI url, HttpClient http) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMillis(20);

    /// What it was asked so far.
    JsonNode log() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(url.resolve("/sim/requests")).build();
        return JSON.readTree(http.send(request, BodyHandlers.ofByteArray()).body());
    }

    /// How many requests have reached it, all models together.
    int requests() throws IOException, InterruptedException {
        return log().path("total").asInt();
    }

    /// Returns when it was asked more than so often.
    ///
    /// @throws IOException when that takes over a minute
    void awaitMoreThan(int requests) throws IOException, InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        while (requests() <= requests) {
            if (Instant.now().isAfter(end)) {
                throw new IOException("the simulator was not asked");
            }
            Thread.sleep(PAUSE);
        }
    }

    /// Lets so many chunks of a hand-shake go.
    void release(String handshake, int chunks) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(url.resolve("/sim/handshake/" + handshake))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build();
        for (int chunk = 0; chunk < chunks; chunk++) {
            http.send(request, BodyHandlers.discarding());
        }
    }
}
