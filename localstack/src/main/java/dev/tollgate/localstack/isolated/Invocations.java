package dev.tollgate.localstack.isolated;

import java.io.IOException;
import java.util.Optional;

/// What one environment asks of Lambda.
interface Invocations {
    /// Waits for the next call. Asking means that the last one is over.
    ///
    /// @throws IOException when there is none: the environment has ended meanwhile
    Call next() throws IOException, InterruptedException;

    /// The call that runs, if it has that id.
    Optional<Call> running(String id);

    /// A snapshot of the process may be taken from now on. Returns in the process restored from it.
    void awaitRestore() throws InterruptedException;

    /// The function did not start.
    ///
    /// @param why JSON
    void startFailed(String why);
}
