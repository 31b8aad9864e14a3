package dev.tollgate.llmproxy.upstream;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/// Sends requests on connections that are none older than [#OLDEST], so none that was idle longer.
///
/// An upstream closes an idle connection when it likes, and a frozen process does not see it: the
/// next request on it breaks without an answer. From here that looks like a model that had begun to
/// work, so the call would be charged in full; and it cannot be sent again for the same reason. A
/// new connection costs a hand-shake. Thread-safe. Opens nothing before its first request, so that
/// no snapshot holds a socket.
final class Connections implements AutoCloseable {
    /// Below the five seconds after which the quickest common servers close.
    static final Duration OLDEST = Duration.ofSeconds(3);

    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final Clock clock;
    private @Nullable HttpClient client;
    private Instant madeAt = Instant.MIN;

    Connections(Clock clock) {
        this.clock = clock;
    }

    /// Locked, so that no request meets a client that another one has just shut down.
    synchronized CompletableFuture<HttpResponse<Flow.Publisher<List<ByteBuffer>>>> send(
            HttpRequest request) {
        return young().sendAsync(request, BodyHandlers.ofPublisher());
    }

    /// Breaks off what is under way.
    @Override
    public synchronized void close() {
        if (client != null) {
            client.shutdownNow();
        }
    }

    private HttpClient young() {
        Instant now = clock.instant();
        HttpClient open = client;
        if (open != null && !now.isBefore(madeAt) && now.isBefore(madeAt.plus(OLDEST))) {
            return open;
        }
        if (open != null) {
            // Lets what is under way run to its end.
            open.shutdown();
        }
        HttpClient made =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(CONNECT)
                        .build();
        client = made;
        madeAt = now;
        return made;
    }
}
