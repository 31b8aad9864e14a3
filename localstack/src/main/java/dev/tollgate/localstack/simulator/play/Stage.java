package dev.tollgate.localstack.simulator.play;

import dev.tollgate.localstack.simulator.play.Script.Break;
import dev.tollgate.localstack.simulator.play.Script.BreakKind;
import dev.tollgate.localstack.upstream.http.Exchange;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Plays answers as their scripts say: waits, hand-shakes, breaks. Closing it ends every wait.
/// Thread-safe.
public final class Stage implements AutoCloseable {
    /// No caller waits longer: the platform's own limit of one invocation.
    private static final Duration FOR_EVER = Duration.ofMinutes(15);

    private final Handshakes handshakes;
    private final CountDownLatch closing = new CountDownLatch(1);

    public Stage(Handshakes handshakes) {
        this.handshakes = handshakes;
    }

    /// What a script does before anything is sent.
    ///
    /// @throws SimRefusal the scripted status
    public void prepare(Script script) throws SimRefusal, IOException {
        pause(script.delay());
        if (script.status().isPresent()) {
            throw new SimRefusal(
                    script.status().getAsInt(), "", "scripted by the prompt", headers(script));
        }
    }

    private static Map<String, String> headers(Script script) {
        return script.retryAfter().isPresent()
                ? Map.of("Retry-After", String.valueOf(script.retryAfter().getAsInt()))
                : Map.of();
    }

    /// Sends a buffered answer.
    public void send(Exchange exchange, Script script, Map<String, String> headers, byte[] json)
            throws IOException, SimRefusal {
        BreakKind kind = script.breakOff().map(Break::kind).orElse(null);
        switch (kind) {
            case null -> exchange.sendJson(200, headers, json);
            case CUT -> {
                exchange.sendHalf(200, headers, json);
                throw new IOException("cut as scripted");
            }
            case STALL -> {
                exchange.sendHalf(200, headers, json);
                stall();
            }
            case MALFORMED -> exchange.sendJson(200, headers, Arrays.copyOf(json, json.length / 2));
            case FAIL -> throw new SimRefusal(500, "", "failed as scripted");
        }
    }

    /// Plays a streamed answer.
    ///
    /// @throws IOException when the client has gone or the stream is cut
    public void play(Answer answer, Script script, StreamShape shape) throws IOException {
        int last =
                script.breakOff()
                        .map(at -> Math.min(at.after(), answer.chunks().size()))
                        .orElse(answer.chunks().size());
        shape.begin();
        if (!answer.thoughts().isEmpty()) {
            shape.thoughts(answer.thoughts());
        }
        for (int sent = 0; sent < last; sent++) {
            if (sent > 0) {
                pause(script.pace());
            }
            if (sent > 0 && script.handshake().isPresent()) {
                awaitRead(script.handshake().get());
            }
            shape.content(answer.chunks().get(sent));
        }
        BreakKind kind = script.breakOff().map(Break::kind).orElse(null);
        if (kind != null && last > 0 && script.handshake().isPresent()) {
            awaitRead(script.handshake().get());
        }
        switch (kind) {
            case null -> {
                for (Answer.Call call : answer.calls()) {
                    shape.call(call);
                }
                shape.end();
            }
            case CUT -> throw new IOException("cut as scripted");
            case STALL -> stall();
            case MALFORMED, FAIL -> shape.broken(kind);
        }
    }

    private void stall() throws IOException {
        pause(FOR_EVER);
        throw new IOException("stalled as scripted");
    }

    private void awaitRead(String handshake) throws IOException {
        try {
            handshakes.awaitRead(handshake);
        } catch (InterruptedException stopping) {
            throw interrupted(stopping);
        }
    }

    private void pause(Duration duration) throws IOException {
        try {
            if (!duration.isZero() && closing.await(duration.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("the simulator is going down");
            }
        } catch (InterruptedException stopping) {
            throw interrupted(stopping);
        }
    }

    private static IOException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new IOException("the simulator is going down", cause);
    }

    @Override
    public void close() {
        closing.countDown();
    }
}
