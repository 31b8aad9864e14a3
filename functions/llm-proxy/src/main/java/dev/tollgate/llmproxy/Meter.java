package dev.tollgate.llmproxy;

import dev.tollgate.core.call.Outcome;
import dev.tollgate.core.money.Usage;
import dev.tollgate.llmproxy.chat.ChatEvent;
import dev.tollgate.llmproxy.provider.Bound;
import dev.tollgate.llmproxy.provider.Piece;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What one attempt took, as far as is known. Not thread-safe.
///
/// Who pays what: a call that the upstream refused or that never reached it costs nothing. Every
/// other one costs what the provider counted; where it did not count, the input that it counted or
/// all of its bound, and one token per byte of the text that was seen; and where nothing was seen,
/// all that was held, since the provider may have worked. The last two are marked as estimates.
final class Meter {
    /// Above any real call; a provider that counts more is not believed.
    private static final long ABSURD = 1_000_000_000_000L;

    private final Bound bound;
    private @Nullable Usage counted;
    private @Nullable Usage read;
    private long outputBytes;
    private boolean begun;
    private Outcome outcome = Outcome.CUT;

    Meter(Bound bound) {
        this.bound = bound;
    }

    void note(Piece piece) {
        switch (piece) {
            case Piece.Used(Usage usage) ->
                    counted = believed(usage) ? bound.asked(usage) : counted;
            case Piece.Read(Usage input) -> read = believed(input) ? bound.asked(input) : read;
            case Piece.Verbatim verbatim -> {
                begun |= verbatim.content();
                outputBytes += verbatim.outputBytes();
            }
            case Piece.Said(ChatEvent event) -> {
                begun = true;
                outputBytes += bytes(event);
            }
            case Piece.Failed _, Piece.Broken _ -> {}
        }
    }

    /// How it ended; until it is said, a call counts as cut.
    void end(Outcome how) {
        outcome = how;
    }

    Outcome outcome() {
        return outcome;
    }

    /// Whether the model is known to have worked: it wrote something, or counted.
    boolean hasBegun() {
        return begun || counted != null;
    }

    /// What is to be paid for.
    Usage charged() {
        if (outcome == Outcome.FAILED) {
            return Usage.NONE;
        }
        if (counted != null) {
            return counted;
        }
        if (read != null) {
            return bound.seen(begun ? outputBytes : Long.MAX_VALUE, read);
        }
        return begun ? bound.seen(outputBytes) : bound.whole();
    }

    private static boolean believed(Usage usage) {
        return usage.counts().values().stream().allMatch(count -> count < ABSURD);
    }

    private static long bytes(ChatEvent event) {
        return switch (event) {
            case ChatEvent.Text(String text) -> utf8(text);
            case ChatEvent.Reasoning(String text) -> utf8(text);
            case ChatEvent.Refusal(String text) -> utf8(text);
            case ChatEvent.ReasoningSignature(String signature) -> utf8(signature);
            case ChatEvent.HiddenReasoning(String data) -> utf8(data);
            case ChatEvent.ToolCall(int _, String id, String name) -> utf8(id) + utf8(name);
            case ChatEvent.ToolInput(int _, String fragment) -> utf8(fragment);
            case ChatEvent.Stop _ -> 0;
        };
    }

    private static long utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
