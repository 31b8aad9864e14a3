package dev.tollgate.infra;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Makes the folder that goes to Lambda from the one that Maven made: the same files, but each jar
/// stored instead of deflated. The zip around them then deflates a jar as a whole and not class by
/// class, which makes it about two fifths smaller, and the JVM reads classes without inflating.
final class StoredJars implements CodeSource {
    /// The earliest time that a zip can tell, so that the same classes make the same bytes.
    private static final LocalDateTime EPOCH = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final Path checkout;
    private final Path target;

    /// @param checkout the root of the sources
    /// @param target what is made goes into this folder, one folder for each function
    StoredJars(Path checkout, Path target) {
        this.checkout = checkout;
        this.target = target;
    }

    /// @throws IllegalStateException when the function has not been built
    @Override
    public Path folder(GatewayFunction function) {
        Path built = checkout.resolve(function.module()).resolve("target/lambda");
        if (!Files.isDirectory(built.resolve("lib"))) {
            throw new IllegalStateException(
                    built.normalize() + " is missing: run \"./tollgate build\" first");
        }
        Path folder = target.resolve(function.word());
        try {
            delete(folder);
            for (Path file : files(built)) {
                copy(file, folder.resolve(built.relativize(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the code of " + function.word(), e);
        }
        return folder;
    }

    private static void copy(Path file, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        if (file.toString().endsWith(".jar")) {
            store(file, to);
        } else {
            Files.copy(file, to, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    private static void store(Path jar, Path to) throws IOException {
        try (var from = new ZipFile(jar.toFile());
                OutputStream file = Files.newOutputStream(to);
                var stored = new ZipOutputStream(file)) {
            // Folders too: Micronaut finds its beans by the entries of folders.
            for (ZipEntry entry : from.stream().toList()) {
                byte[] bytes;
                try (var in = from.getInputStream(entry)) {
                    bytes = in.readAllBytes();
                }
                stored.putNextEntry(header(entry.getName(), bytes));
                stored.write(bytes);
                stored.closeEntry();
            }
        }
    }

    private static ZipEntry header(String name, byte[] bytes) {
        var crc = new CRC32();
        crc.update(bytes);
        var entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(crc.getValue());
        entry.setTimeLocal(EPOCH);
        return entry;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var tree = Files.walk(folder)) {
            return tree.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var tree = Files.walk(folder)) {
                for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
