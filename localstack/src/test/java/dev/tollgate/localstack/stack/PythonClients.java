package dev.tollgate.localstack.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The Python clients in an environment of their own under the download cache, pinned by
/// `requirements.txt`.
final class PythonClients {
    private final Path sources;
    private final Path environment;

    private PythonClients(Path sources, Path environment) {
        this.sources = sources;
        this.environment = environment;
    }

    /// Installs the pinned clients unless this very list is installed.
    ///
    /// @throws IOException naming the step that failed, with what it printed
    static PythonClients install(Path sources, Path cache) throws IOException {
        byte[] pins = Files.readAllBytes(sources.resolve("requirements.txt"));
        Path environment = cache.resolve("python-" + digest(pins));
        var clients = new PythonClients(sources, environment);
        Path complete = environment.resolve("complete");
        if (!Files.exists(complete)) {
            Files.createDirectories(cache);
            run(List.of("python3", "-m", "venv", "--clear", environment.toString()), Map.of());
            run(
                    List.of(
                            clients.python(),
                            "-m",
                            "pip",
                            "install",
                            "--quiet",
                            "--disable-pip-version-check",
                            "-r",
                            sources.resolve("requirements.txt").toString()),
                    Map.of());
            Files.createFile(complete);
        }
        return clients;
    }

    /// Runs all test files and writes a JUnit XML report. A failing test is in the report, not an
    /// exception.
    String test(Path report, Map<String, String> variables) throws IOException {
        return run(
                List.of(
                        python(),
                        "-m",
                        "pytest",
                        "-q",
                        "-p",
                        "no:cacheprovider",
                        "--junitxml=" + report,
                        sources.toString()),
                variables);
    }

    private String python() {
        return environment.resolve("bin/python").toString();
    }

    private static String run(List<String> command, Map<String, String> variables)
            throws IOException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        builder.environment().putAll(variables);
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        Process process = builder.start();
        process.getOutputStream().close();
        String printed =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() > 1) {
                throw new IOException(String.join(" ", command) + " failed:\n" + printed);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return printed;
    }

    private static String digest(byte[] pins) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(pins);
            return HexFormat.of().formatHex(hash, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
