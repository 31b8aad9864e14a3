package dev.tollgate.llmproxy.upstream;

import dev.tollgate.core.call.Deadline;
import dev.tollgate.llmproxy.provider.HttpHead;
import dev.tollgate.llmproxy.upstream.UpstreamException.Kind;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.util.Optional;

/// An upstream's answer, open until closed. Not thread-safe.
public final class UpstreamAnswer implements AutoCloseable {
    private static final long LARGEST = 64L * 1024 * 1024;
    private static final int LARGEST_ERROR = 64 * 1024;

    private final HttpHead head;
    private final AnswerBody body;
    private final Clock clock;
    private long read;

    UpstreamAnswer(HttpHead head, AnswerBody body, Clock clock) {
        this.head = head;
        this.body = body;
        this.clock = clock;
    }

    public HttpHead head() {
        return head;
    }

    /// @return the next bytes as they arrive, empty at the end
    /// @throws UpstreamException when it breaks off, passes 64 MiB, or the deadline comes first
    public Optional<byte[]> next(Deadline deadline) throws UpstreamException {
        Optional<byte[]> bytes = body.next(deadline.remaining(clock));
        read += bytes.map(b -> b.length).orElse(0);
        if (read > LARGEST) {
            throw new UpstreamException(Kind.BROKEN, "an answer above 64 MiB", null);
        }
        return bytes;
    }

    /// The first 64 KiB of what an error says; what came, when it breaks off.
    public byte[] errorBody(Deadline deadline) {
        var out = new ByteArrayOutputStream();
        try {
            for (var bytes = next(deadline); bytes.isPresent(); bytes = next(deadline)) {
                out.writeBytes(bytes.get());
                if (out.size() >= LARGEST_ERROR) {
                    break;
                }
            }
        } catch (UpstreamException _) {
            return out.toByteArray();
        }
        return out.toByteArray();
    }

    /// Lets go of the connection; an answer not read to its end is abandoned.
    @Override
    public void close() {
        body.cancel();
    }
}
