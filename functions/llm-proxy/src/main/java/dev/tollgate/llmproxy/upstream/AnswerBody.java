package dev.tollgate.llmproxy.upstream;

import dev.tollgate.llmproxy.upstream.UpstreamException.Kind;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// An answer's body as it arrives, read by one thread that never waits longer than it says. One
/// piece is asked for at a time, so that a slow client slows the upstream down.
final class AnswerBody implements Flow.Subscriber<List<ByteBuffer>> {
    private final LinkedBlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private volatile Flow.@Nullable Subscription subscription;

    private sealed interface Signal {
        @SuppressWarnings("ArrayRecordComponent") // passed on, never changed or compared
        record Bytes(byte[] bytes) implements Signal {}

        record End() implements Signal {}

        record Broken(Throwable cause) implements Signal {}
    }

    /// @return the next bytes; empty at the end, however often asked
    /// @throws UpstreamException LATE when nothing comes in time, BROKEN when it breaks off
    Optional<byte[]> next(Duration wait) throws UpstreamException {
        try {
            return switch (signals.poll(wait.toNanos(), TimeUnit.NANOSECONDS)) {
                case null -> throw new UpstreamException(Kind.LATE, "the answer did not end", null);
                case Signal.Bytes(byte[] bytes) -> {
                    request();
                    yield Optional.of(bytes);
                }
                case Signal.End end -> {
                    signals.add(end);
                    yield Optional.empty();
                }
                case Signal.Broken(Throwable cause) -> {
                    signals.add(new Signal.Broken(cause));
                    throw new UpstreamException(Kind.BROKEN, "the answer broke off", cause);
                }
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UpstreamException(Kind.LATE, "interrupted", e);
        }
    }

    /// Lets go of the connection.
    void cancel() {
        Flow.Subscription current = subscription;
        if (current != null) {
            current.cancel();
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        this.subscription = subscription;
        subscription.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        byte[] bytes = new byte[buffers.stream().mapToInt(ByteBuffer::remaining).sum()];
        int at = 0;
        for (ByteBuffer buffer : buffers) {
            int length = buffer.remaining();
            buffer.get(bytes, at, length);
            at += length;
        }
        signals.add(new Signal.Bytes(bytes));
    }

    @Override
    public void onError(Throwable cause) {
        signals.add(new Signal.Broken(cause));
    }

    @Override
    public void onComplete() {
        signals.add(new Signal.End());
    }

    private void request() {
        Flow.Subscription current = subscription;
        if (current != null) {
            current.request(1);
        }
    }
}
