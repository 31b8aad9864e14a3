package dev.tollgate.runtime.priming;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The invocations of a rehearsal, in order: handed out one at a time, their answers looked at.
/// Thread-safe.
final class Script {
    private final List<Rehearsal.Scene> scenes;
    private final int invocations;
    private final AtomicInteger handedOut = new AtomicInteger();
    private final AtomicInteger right = new AtomicInteger();
    private final AtomicReference<@Nullable String> wrong = new AtomicReference<>();

    /// @param rounds how often all scenes are played
    Script(List<Rehearsal.Scene> scenes, int rounds) {
        this.scenes = scenes;
        this.invocations = scenes.size() * rounds;
    }

    /// The number of the next invocation; empty when all were played, or one went wrong.
    Optional<Integer> next() {
        int number = handedOut.getAndIncrement();
        return number < invocations && wrong.get() == null ? Optional.of(number) : Optional.empty();
    }

    byte[] event(int number) {
        return scene(number).event();
    }

    void answered(int number, String answer) {
        if (answer.contains(scene(number).answer())) {
            right.incrementAndGet();
        } else {
            wrong.compareAndSet(null, "invocation " + number + " was answered " + answer);
        }
    }

    /// @param end how the loop ended
    /// @throws IOException when it was not because all scenes were played as they should be
    void requirePlayed(IOException end) throws IOException {
        if (right.get() != invocations) {
            String why = wrong.get();
            throw new IOException(why == null ? "the rehearsal broke off" : why, end);
        }
    }

    private Rehearsal.Scene scene(int number) {
        return scenes.get(number % scenes.size());
    }
}
