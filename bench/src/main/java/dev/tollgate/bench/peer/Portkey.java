package dev.tollgate.bench.peer;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Portkey's open-source gateway, by npm, as `bench/peers/portkey` pins it.
final class Portkey {
    private static final String START = "node_modules/@portkey-ai/gateway/build/start-server.js";
    private static final int INSTALL_MINUTES = 3;

    private final PrintStream report;
    private final Path pins;
    private final Path folder;

    Portkey(PrintStream report, Path home, Path state) {
        this.report = report;
        this.pins = home.resolve("bench/peers/portkey/package.json");
        this.folder = state.resolve("portkey");
    }

    /// What starts it, but for the port; empty, with a line in the report, when it cannot be had.
    Optional<List<String>> command() {
        try {
            Path script = folder.resolve(START);
            if (!Files.isRegularFile(script)) {
                install();
            }
            return Optional.of(List.of("node", script.toString(), "--headless"));
        } catch (IOException e) {
            report.println("without Portkey: " + e.getMessage());
            return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private void install() throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Files.copy(pins, folder.resolve("package.json"), StandardCopyOption.REPLACE_EXISTING);
        Process npm =
                new ProcessBuilder("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts")
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("npm.log").toFile())
                        .start();
        boolean ended = npm.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES);
        if (!ended) {
            npm.destroy();
        }
        if (!ended || npm.exitValue() != 0) {
            throw new IOException("npm could not install it, see " + folder.resolve("npm.log"));
        }
    }
}
