package dev.tollgate.testkit;

import java.nio.file.Files;
import java.nio.file.Path;

/// The contract's folder, `openapi/`.
public final class OpenApi {
    private OpenApi() {}

    /// One of its files, in the checkout that the test runs in.
    ///
    /// @throws IllegalStateException when this is no checkout
    public static Path file(String name) {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path file = at.resolve("openapi").resolve(name);
            if (Files.exists(file)) {
                return file;
            }
        }
        throw new IllegalStateException("openapi/" + name + " is above no working directory");
    }
}
