package dev.tollgate.llmproxy;

import dev.tollgate.core.call.Deadline;
import dev.tollgate.core.config.Patience;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Until when the next bytes of one attempt are waited for: the call's own deadline, or what the
/// route allows, whichever comes first. Not thread-safe.
final class Waits {
    private final Clock clock;
    private final @Nullable Duration idle;
    private final Deadline first;
    private Deadline last;

    /// @param streamed whether the client gets the answer piece by piece
    /// @param end by which the whole answer must have come
    Waits(Patience patience, boolean streamed, Deadline end, Clock clock) {
        this.clock = clock;
        this.last = end;
        this.idle = streamed ? patience.idle() : null;
        this.first = within(streamed ? patience.firstContent() : patience.answer());
    }

    /// While there is no content.
    Deadline first() {
        return earlier(first, last);
    }

    /// From the first content on.
    Deadline next() {
        return within(idle);
    }

    /// From now on nothing is waited for longer than this.
    void shorten(Duration rest) {
        last = within(rest);
    }

    private Deadline within(@Nullable Duration wait) {
        return wait == null ? last : earlier(Deadline.in(wait, clock), last);
    }

    private static Deadline earlier(Deadline one, Deadline other) {
        return one.at().isBefore(other.at()) ? one : other;
    }
}
