package dev.tollgate.localstack.simulator.play;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Lets a test prove that a stream streams: its reader says when it has read a chunk, and only then
/// is the next one sent. Thread-safe.
public final class Handshakes {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int MOST_IDS = 10_000;

    private final Map<String, Semaphore> reads = new ConcurrentHashMap<>();

    /// The reader of `id` has read one more chunk.
    ///
    /// @throws SimRefusal when there are too many ids
    public void chunkRead(String id) throws SimRefusal {
        if (reads.size() >= MOST_IDS && !reads.containsKey(id)) {
            throw SimRefusal.invalid("over " + MOST_IDS + " hand-shake ids; restart the stack");
        }
        of(id).release();
    }

    /// Returns when one more chunk has been read.
    ///
    /// @throws IOException when nobody says so within a minute: the stream is cut
    void awaitRead(String id) throws IOException, InterruptedException {
        if (!of(id).tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IOException("nobody read the last chunk of hand-shake " + id);
        }
    }

    private Semaphore of(String id) {
        return reads.computeIfAbsent(id, _ -> new Semaphore(0));
    }
}
