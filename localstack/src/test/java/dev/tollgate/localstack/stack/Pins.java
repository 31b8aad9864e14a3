package dev.tollgate.localstack.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Names the folder of tools after the file that pins them.
final class Pins {
    private Pins() {}

    /// The folder under the download cache, another for each content of the file.
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
