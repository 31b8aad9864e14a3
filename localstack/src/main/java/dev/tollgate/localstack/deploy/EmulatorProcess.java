package dev.tollgate.localstack.deploy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// An emulator's server. Ours hold on to their input and end with it: so it ends with this process
/// too, however this one ends.
final class EmulatorProcess implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration STOP = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Set<String> INHERITED = Set.of("PATH", "NO_PROXY", "no_proxy");

    private final Process process;

    private EmulatorProcess(Process process) {
        this.process = process;
    }

    /// How to start one.
    ///
    /// @param environment all of it but the `PATH`: what this process was started with does not
    ///   reach functions
    /// @param health answers 200 when it is ready
    record Launch(List<String> command, Map<String, String> environment, URI health, Path log) {}

    /// @throws IOException when it does not answer within two minutes; the message names the log
    static EmulatorProcess start(Launch launch) throws IOException {
        var builder =
                new ProcessBuilder(launch.command())
                        .redirectErrorStream(true)
                        .redirectOutput(launch.log().toFile());
        builder.environment().keySet().retainAll(INHERITED);
        builder.environment().putAll(launch.environment());
        var started = new EmulatorProcess(builder.start());
        try {
            started.await(launch);
        } catch (IOException | RuntimeException e) {
            started.close();
            throw e;
        }
        return started;
    }

    private void await(Launch launch) throws IOException {
        var request = HttpRequest.newBuilder(launch.health()).timeout(START).build();
        long deadline = System.nanoTime() + START.toNanos();
        try (var http = HttpClient.newHttpClient()) {
            while (!answers(http, request)) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    throw new IOException("the emulator does not start; see " + launch.log());
                }
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the emulator was starting", e);
        }
    }

    private static boolean answers(HttpClient http, HttpRequest request)
            throws InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException _) {
            return false;
        }
    }

    /// Ends it and every process that it started.
    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException _) {
            process.destroyForcibly();
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        children.forEach(ProcessHandle::destroyForcibly);
    }
}
