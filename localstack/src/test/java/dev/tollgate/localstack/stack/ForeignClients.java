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

/// Clients of another language, pinned by a file beside their tests, installed once for each
/// content of that file into a folder of their own under the download cache.
record ForeignClients(Path folder) {
    private static final int MINUTES = 5;

    /// What fills a new, empty folder.
    @FunctionalInterface
    interface Installation {
        void into(ForeignClients clients) throws IOException;
    }

    /// @param folder empty for a new installation; named after the language and the pins' content
    /// @throws IOException naming the step that failed, with what it printed
    static ForeignClients install(Path folder, Installation installation) throws IOException {
        var clients = new ForeignClients(folder);
        Path complete = folder.resolve("complete");
        if (!Files.exists(complete)) {
            Files.createDirectories(folder);
            installation.into(clients);
            Files.createFile(complete);
        }
        return clients;
    }

    /// Runs a command in the folder; of AWS's variables it sees only those given.
    ///
    /// @return what it printed
    /// @throws IOException when it takes over 5 minutes or ends with more than 1, which runners of
    ///   tests end with when a test fails
    String run(List<String> command, Map<String, String> variables) throws IOException {
        var builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        builder.environment().putAll(variables);
        Process process = builder.start();
        process.getOutputStream().close();
        String printed =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES) || process.exitValue() > 1) {
                throw new IOException(String.join(" ", command) + " failed:\n" + printed);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return printed;
    }

    /// The folder under the download cache for clients with these pins.
    static Path folder(String language, Path pins) throws IOException {
        try {
            byte[] content = Files.readAllBytes(pins);
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            return TestStack.cache().resolve(language + "-" + HexFormat.of().formatHex(hash, 0, 6));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
