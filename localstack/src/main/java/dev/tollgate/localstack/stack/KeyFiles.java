package dev.tollgate.localstack.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/// The keys of upstreams on a laptop: a folder with a file for each, for its owner's eyes only.
/// What the stack does not write there is its user's.
///
/// @param folder made when missing
record KeyFiles(Path folder) {
    /// @param keys by their names behind `upstream/`
    void write(Map<String, String> keys) throws IOException {
        Files.createDirectories(folder);
        for (var key : keys.entrySet()) {
            Path file = folder.resolve(key.getKey());
            Files.deleteIfExists(file);
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, key.getValue());
        }
    }
}
