package dev.tollgate.localstack.stack;

import dev.tollgate.core.call.IdSource;
import dev.tollgate.runtime.SecureIds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Properties;

/// The secrets of a local stack: made at random on first use, kept in one file that only its owner
/// reads. Thread-safe.
public final class LocalSecrets {
    private final Path file;
    private final IdSource ids;
    private final Properties values = new Properties();

    private LocalSecrets(Path file, IdSource ids) {
        this.file = file;
        this.ids = ids;
    }

    /// Those of the stack with this state folder, which exists.
    public static LocalSecrets in(Path state) throws IOException {
        return open(state.resolve("secrets"), new SecureIds());
    }

    private static LocalSecrets open(Path file, IdSource ids) throws IOException {
        var secrets = new LocalSecrets(file, ids);
        if (Files.exists(file)) {
            try (var in = Files.newBufferedReader(file)) {
                secrets.values.load(in);
            }
        }
        return secrets;
    }

    /// The secret of that name, made if there is none.
    public synchronized String of(String name) throws IOException {
        String value = values.getProperty(name);
        if (value == null) {
            value = ids.next() + ids.next();
            put(name, value);
        }
        return value;
    }

    /// What virtual keys are hashed under.
    public String keyPepper() throws IOException {
        return of("key-pepper");
    }

    synchronized Optional<String> find(String name) {
        return Optional.ofNullable(values.getProperty(name));
    }

    synchronized void put(String name, String value) throws IOException {
        values.setProperty(name, value);
        if (!Files.exists(file)) {
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        }
        try (var out = Files.newBufferedWriter(file)) {
            values.store(out, "Secrets of this local stack only");
        }
    }

    @Override
    public String toString() {
        return "LocalSecrets[***]";
    }
}
