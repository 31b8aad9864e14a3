package dev.tollgate.localstack.isolated;

import java.io.IOException;

/// How a call ended.
sealed interface Ending {
    record Answered() implements Ending {}

    /// The function said so before anything had left.
    record Failed(String message) implements Ending {}

    /// In the middle: the function said so, its environment died, or the client has gone.
    record BrokenOff(IOException why) implements Ending {}
}
