package dev.tollgate.localstack.model;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The process of the real model: started by the first who asks, again when it has died, ended with
/// the stack. Its standard input is a pipe from here, whose end it takes for its own. Thread-safe.
public final class SmolLm2Process implements AutoCloseable {
    private final SmolLm2Launch launch;
    private final ReentrantLock starting = new ReentrantLock();
    private @Nullable Running running;
    private volatile @Nullable Process child;
    private volatile boolean closed;

    public SmolLm2Process(SmolLm2Launch launch) {
        this.launch = launch;
    }

    private record Running(Process process, URI url) {}

    /// `http://127.0.0.1:<port>` of the live process. All who ask while it starts wait for the one.
    URI url() throws ModelUnavailableException, InterruptedException {
        starting.lockInterruptibly();
        try {
            Running current = running;
            if (current == null || !current.process().isAlive()) {
                current = start();
                running = current;
            }
            return current.url();
        } finally {
            starting.unlock();
        }
    }

    private Running start() throws ModelUnavailableException, InterruptedException {
        Path log = launch.state().resolve("smollm2.log");
        Path gguf = new ModelFile(launch.models()).resolve();
        try {
            Path natives = Files.createDirectories(launch.state().resolve("smollm2-native"));
            Process process =
                    new ProcessBuilder(command(gguf, natives)).redirectError(log.toFile()).start();
            child = process;
            URI url = closed ? null : awaitPort(process);
            if (url == null) {
                process.destroyForcibly();
                throw new ModelUnavailableException("the real model did not start; see " + log);
            }
            return new Running(process, url);
        } catch (IOException failed) {
            throw new ModelUnavailableException(
                    "the real model did not start: " + failed.getMessage(), failed);
        }
    }

    private List<String> command(Path gguf, Path natives)
            throws IOException, ModelUnavailableException {
        if (!Files.exists(launch.classPath())) {
            throw new ModelUnavailableException(
                    "the real model is not built: " + launch.classPath() + " is missing");
        }
        Path classes = launch.classPath().resolveSibling("classes");
        String libraries = Files.readString(launch.classPath()).strip();
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dde.kherud.llama.tmpdir=" + natives.toAbsolutePath(),
                "-cp",
                classes.toAbsolutePath() + File.pathSeparator + libraries,
                "dev.tollgate.smollm2.SmolLm2Server",
                "0",
                gguf.toAbsolutePath().toString());
    }

    /// Null when the process ended without telling its port.
    private static @Nullable URI awaitPort(Process process) throws IOException {
        BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line;
        while ((line = out.readLine()) != null) {
            if (line.startsWith("port=")) {
                Thread.ofVirtual().start(() -> drain(out));
                return URI.create("http://127.0.0.1:" + line.substring("port=".length()));
            }
        }
        return null;
    }

    /// Reads on, so that nothing it may print can block it.
    private static void drain(BufferedReader out) {
        out.lines().forEach(_ -> {});
    }

    /// Ends the process without waiting for one that is just starting.
    @Override
    public void close() {
        closed = true;
        Process current = child;
        if (current != null) {
            current.destroyForcibly();
        }
    }
}
