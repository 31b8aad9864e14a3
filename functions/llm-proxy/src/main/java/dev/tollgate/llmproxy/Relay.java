package dev.tollgate.llmproxy;

import dev.tollgate.core.call.Outcome;
import dev.tollgate.core.error.GatewayError;
import dev.tollgate.core.error.Refused;
import dev.tollgate.core.money.Usage;
import dev.tollgate.llmproxy.dialect.Answer;
import dev.tollgate.llmproxy.provider.AnswerReader;
import dev.tollgate.llmproxy.provider.BrokenAnswerException;
import dev.tollgate.llmproxy.provider.Piece;
import dev.tollgate.llmproxy.upstream.UpstreamAnswer;
import dev.tollgate.llmproxy.upstream.UpstreamException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Passes one successful answer from upstream to client and meters it. When the client goes, it
/// reads on for [#DRAIN] to learn the provider's count, then lets go of the upstream. Not
/// thread-safe.
final class Relay {
    /// How long an answer that nobody waits for is read, to be charged exactly.
    static final Duration DRAIN = Duration.ofSeconds(5);

    private final CallTarget.Attempt attempt;
    private final Answer answer;
    private final Waits waits;
    private final Clock clock;
    private final Instant startedAt;
    private boolean chat;
    private @Nullable IOException gone;

    Relay(CallTarget.Attempt attempt, Answer answer, Waits waits, Clock clock) {
        this.attempt = attempt;
        this.answer = answer;
        this.waits = waits;
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    /// @throws Refused when the upstream says inside its answer that it failed
    /// @throws IOException when the client has gone
    void all(UpstreamAnswer upstream) throws UpstreamException, BrokenAnswerException, IOException {
        AnswerReader reader = attempt.exchange().reader();
        answer.head(reader.head(upstream.head()));
        for (Optional<byte[]> bytes = next(upstream); bytes.isPresent(); bytes = next(upstream)) {
            pass(reader.accept(bytes.get()));
        }
        pass(reader.end());
        attempt.meter().end(gone == null ? Outcome.COMPLETED : Outcome.CLIENT_GONE);
        if (chat) {
            Usage usage = attempt.meter().charged();
            Duration latency = Duration.between(startedAt, clock.instant());
            toClient(() -> answer.end(usage, latency));
        }
        throwIfClientGone();
    }

    private Optional<byte[]> next(UpstreamAnswer upstream) throws UpstreamException {
        return upstream.next(answer.started() ? waits.next() : waits.first());
    }

    void throwIfClientGone() throws IOException {
        if (gone != null) {
            throw gone;
        }
    }

    private void pass(List<Piece> pieces) throws BrokenAnswerException, IOException {
        for (Piece piece : pieces) {
            attempt.meter().note(piece);
            switch (piece) {
                case Piece.Verbatim(byte[] bytes, boolean content, long _) ->
                        toClient(() -> answer.pass(bytes, content));
                case Piece.Said(var event) -> {
                    chat = true;
                    toClient(() -> answer.say(event));
                }
                case Piece.Used _, Piece.Read _ -> {}
                case Piece.Failed(GatewayError error) -> failed(error);
                case Piece.Broken(String why) -> throw new BrokenAnswerException(why);
            }
        }
    }

    /// Before the model has begun, its upstream's own error; after it, one that no SDK retries. The
    /// Java SDK repeats a stream that ends with a frame of 429 or 5xx as it repeats an answer.
    private void failed(GatewayError error) throws IOException {
        throwIfClientGone();
        if (!attempt.meter().hasBegun()) {
            attempt.meter().end(Outcome.FAILED);
            throw new Refused(error);
        }
        throw new Refused(
                new GatewayError.UpstreamCut(
                        "the upstream failed after the model had begun; what it took was charged,"
                                + " see the call's line before you try again"));
    }

    private void toClient(Write write) {
        if (gone != null) {
            return;
        }
        try {
            write.run();
        } catch (IOException e) {
            gone = e;
            attempt.meter().end(Outcome.CLIENT_GONE);
            waits.shorten(DRAIN);
        }
    }

    /// Something that fails when the client has gone.
    @FunctionalInterface
    private interface Write {
        void run() throws IOException;
    }
}
