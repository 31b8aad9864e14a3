package dev.tollgate.llmproxy;

import java.time.Duration;

/// Waits before an attempt. A port, so that tests set the time.
@FunctionalInterface
interface Pause {
    /// @return whether the time was waited out; not when the thread was interrupted, which it then
    ///   still is
    boolean of(Duration duration);

    /// Waits in fact.
    static boolean asleep(Duration duration) {
        try {
            Thread.sleep(duration);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
