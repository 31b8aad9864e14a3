package dev.tollgate.localstack.tool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A command that ran.
///
/// @param printed both streams, in the order of their lines
public record Ended(String command, int exit, String printed) {
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /// Runs a command without input to its end.
    ///
    /// @throws IOException when it does not start, or takes over ten minutes
    public static Ended of(ProcessBuilder builder) throws IOException {
        String command = String.join(" ", builder.command());
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        var late =
                CompletableFuture.runAsync(
                        process::destroy,
                        CompletableFuture.delayedExecutor(
                                LONGEST.toSeconds(), TimeUnit.SECONDS, Thread::startVirtualThread));
        try {
            String printed =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exit = process.waitFor();
            if (!late.cancel(false)) {
                throw new IOException(
                        command + " took over " + LONGEST.toMinutes() + " minutes:\n" + printed);
            }
            return new Ended(command, exit, printed);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted: " + command, e);
        }
    }

    /// What it printed, if its exit code was 0.
    ///
    /// @throws IOException when it was another; the message holds what it printed
    public String success() throws IOException {
        return exitOf(0);
    }

    /// What it printed, if its exit code was at most that.
    ///
    /// @throws IOException when it was higher; the message holds what it printed
    public String exitOf(int most) throws IOException {
        if (exit > most) {
            throw new IOException(command + " failed (exit code " + exit + "):\n" + printed);
        }
        return printed;
    }
}
