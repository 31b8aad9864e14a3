package dev.tollgate.localstack.dynamodb;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A running DynamoDB Local. It ends with [#close], and by itself when this process ends.
/// Thread-safe.
public final class DynamoDbLocal implements AutoCloseable {
    private static final String CLASSPATH = "localstack/dynamodb-local/runtime/target/classpath";
    private static final int START_SECONDS = 90;
    private static final int STOP_SECONDS = 10;

    private final Process process;
    private final URI endpoint;

    private DynamoDbLocal(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    /// How to start it.
    ///
    /// @param classpath file that holds DynamoDB Local's class path, see [DynamoDbLocal#classpath]
    /// @param port 0 for any that is free
    /// @param data folder of the database, made when missing; null keeps everything in memory
    /// @param log file that its output is appended to
    public record Launch(Path classpath, int port, @Nullable Path data, Path log) {}

    /// Starts it and waits until it answers, at most 90 seconds.
    ///
    /// @throws IOException when it did not start: the port is in use, a file is missing; the
    ///   message names the log
    public static DynamoDbLocal start(Launch launch) throws IOException {
        Process process = spawn(launch);
        try {
            String port = firstLine(process).get(START_SECONDS, TimeUnit.SECONDS);
            return new DynamoDbLocal(process, URI.create("http://127.0.0.1:" + port.strip()));
        } catch (ExecutionException | TimeoutException e) {
            process.destroyForcibly();
            throw new IOException(
                    "DynamoDB Local did not start on port "
                            + launch.port()
                            + ": see "
                            + launch.log(),
                    e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while DynamoDB Local was starting", e);
        }
    }

    /// Finds the class path file of a checkout: in the folder or in one above it.
    ///
    /// @throws IOException when it was not built; the message says how to build it
    public static Path classpath(Path folder) throws IOException {
        for (Path here = folder.toAbsolutePath(); here != null; here = here.getParent()) {
            Path file = here.resolve(CLASSPATH);
            if (Files.isRegularFile(file)) {
                return file;
            }
        }
        throw new IOException(
                "no "
                        + CLASSPATH
                        + " in or above "
                        + folder.toAbsolutePath()
                        + ": run `mvn process-resources` in localstack/dynamodb-local/runtime");
    }

    public URI endpoint() {
        return endpoint;
    }

    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException _) {
            process.destroyForcibly();
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static Process spawn(Launch launch) throws IOException {
        Path data = launch.data();
        if (data != null) {
            Files.createDirectories(data);
        }
        String classpath =
                Files.readString(launch.classpath()).strip() + File.pathSeparator + ownClasses();
        var builder =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx512m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                classpath,
                                LoopbackServer.class.getName(),
                                String.valueOf(launch.port()),
                                data == null ? "-" : data.toAbsolutePath().toString())
                        .redirectError(ProcessBuilder.Redirect.appendTo(launch.log().toFile()));
        builder.environment().put("DDB_LOCAL_TELEMETRY", "0");
        return builder.start();
    }

    private static CompletableFuture<String> firstLine(Process process) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
                        List<String> lines = reader.lines().limit(1).toList();
                        return lines.getFirst();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                command -> Thread.ofVirtual().start(command));
    }

    private static Path ownClasses() throws IOException {
        try {
            return Path.of(
                    LoopbackServer.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI());
        } catch (URISyntaxException e) {
            throw new IOException("the folder of our own classes has no path", e);
        }
    }
}
