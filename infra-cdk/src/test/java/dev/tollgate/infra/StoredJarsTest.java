package dev.tollgate.infra;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The folder that goes to Lambda.
final class StoredJarsTest {
    private static final String FOLDER = "META-INF/micronaut/";
    private static final String CLASS = "dev/tollgate/Example.class";
    private static final byte[] BYTES = "a class ".repeat(500).getBytes(StandardCharsets.UTF_8);

    @TempDir private Path checkout;
    private Path built;
    private StoredJars code;

    @BeforeEach
    void build() throws IOException {
        built = checkout.resolve("authorizer/target/lambda");
        Files.createDirectories(built.resolve("lib"));
        jar(built.resolve("lib/example.jar"), System.currentTimeMillis());
        Path script = built.resolve("stream-wrapper");
        Files.writeString(script, "#!/bin/sh\n");
        assertTrue(script.toFile().setExecutable(true));
        code = new StoredJars(checkout, checkout.resolve("packages"));
    }

    @Test
    void folder_ofABuiltFunction_holdsItsJarsStored() throws IOException {
        Path folder = code.folder(GatewayFunction.AUTHORIZER);
        try (var jar = new ZipFile(folder.resolve("lib/example.jar").toFile())) {
            ZipEntry entry = jar.getEntry(CLASS);
            assertTrue(jar.getEntry(FOLDER).isDirectory(), "beans are found by folders");
            assertEquals(ZipEntry.STORED, entry.getMethod());
            assertArrayEquals(BYTES, jar.getInputStream(entry).readAllBytes());
        }
    }

    @Test
    void folder_withAScript_keepsItExecutable() {
        Path script = code.folder(GatewayFunction.AUTHORIZER).resolve("stream-wrapper");
        assertTrue(Files.isExecutable(script));
    }

    @Test
    void folder_ofTheSameClassesBuiltLater_isTheSameBytes() throws IOException {
        Path jar = code.folder(GatewayFunction.AUTHORIZER).resolve("lib/example.jar");
        byte[] first = Files.readAllBytes(jar);
        jar(built.resolve("lib/example.jar"), System.currentTimeMillis() - 86_400_000L);
        code.folder(GatewayFunction.AUTHORIZER);
        assertArrayEquals(first, Files.readAllBytes(jar));
    }

    @Test
    void folder_afterAJarWent_holdsItNoLonger() throws IOException {
        code.folder(GatewayFunction.AUTHORIZER);
        Files.delete(built.resolve("lib/example.jar"));
        Path folder = code.folder(GatewayFunction.AUTHORIZER);
        assertFalse(Files.exists(folder.resolve("lib/example.jar")));
    }

    @Test
    void folder_ofAFunctionThatIsNotBuilt_saysWhatToRun() {
        var missing =
                assertThrows(
                        IllegalStateException.class, () -> code.folder(GatewayFunction.CONTROL));
        assertTrue(
                String.valueOf(missing.getMessage()).contains("./tollgate build"),
                missing::toString);
    }

    private static void jar(Path file, long time) throws IOException {
        try (var jar = new ZipOutputStream(Files.newOutputStream(file))) {
            jar.putNextEntry(new ZipEntry(FOLDER));
            jar.closeEntry();
            var entry = new ZipEntry(CLASS);
            entry.setTime(time);
            jar.putNextEntry(entry);
            jar.write(BYTES);
            jar.closeEntry();
        }
    }
}
