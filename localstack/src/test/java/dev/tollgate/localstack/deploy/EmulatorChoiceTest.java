package dev.tollgate.localstack.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.localstack.stack.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which emulator is taken, on machines with one Python each.
final class EmulatorChoiceTest {
    @TempDir Path folder = Path.of("");

    private String home = "";

    @BeforeEach
    void leaveTheHomeFolder() {
        home = System.setProperty("user.home", folder.toString());
    }

    @AfterEach
    void returnHome() {
        System.setProperty("user.home", home);
    }

    @Test
    void default_withPython312_isLocalStack() throws IOException {
        var choice = EmulatorChoice.of("", python("bin/python3", 12));
        assertInstanceOf(LocalStackHost.class, choice.emulator());
    }

    @Test
    void default_withAnOlderPython_isMiniStackAndSaysWhy() throws IOException {
        var choice = EmulatorChoice.of("", python("bin/python3", 11));
        assertInstanceOf(MiniStack.class, choice.emulator());
        assertEquals("LocalStack needs Python 3.12", choice.why());
    }

    @Test
    void localstack_withAnOlderPython_saysWhatIsMissing() throws IOException {
        Map<String, String> environment = python("bin/python3", 11);
        var refusal =
                assertThrows(
                        StackException.class, () -> EmulatorChoice.of("localstack", environment));
        assertTrue(
                String.valueOf(refusal.getMessage()).contains("Python 3.12 or newer is missing"));
    }

    @Test
    void default_withPythonOfPyenvAlone_findsTheNewest() throws IOException {
        python(".pyenv/versions/3.12.1/bin/python3", 12);
        Map<String, String> environment = python(".pyenv/versions/3.13.0/bin/python3", 13);
        var choice = EmulatorChoice.of("", environment);
        assertEquals(
                13, assertInstanceOf(LocalStackHost.class, choice.emulator()).python().minor());
    }

    @Test
    void docker_withoutAnEngine_isSkippedAndSaysWhy() throws IOException {
        Map<String, String> environment = python("bin/python3", 12);
        assertSkipped(environment, "there is no docker on the PATH");
        program("bin/docker", "echo Cannot connect to the daemon; exit 1");
        assertSkipped(environment, "Cannot connect to the daemon");
    }

    @Test
    void docker_withAnEngine_isTaken() throws IOException {
        Map<String, String> environment = python("bin/python3", 12);
        program("bin/docker", "exit 0");
        var choice = EmulatorChoice.of("docker", environment);
        assertInstanceOf(LocalStackContainer.class, choice.emulator());
    }

    private static void assertSkipped(Map<String, String> environment, String why) {
        var refusal =
                assertThrows(StackException.class, () -> EmulatorChoice.of("docker", environment));
        String message = String.valueOf(refusal.getMessage());
        assertTrue(message.startsWith("SKIPPED: "), message);
        assertTrue(message.contains(why), message);
        assertTrue(message.contains("--on localstack"), message);
    }

    @Test
    void word_ofNoEmulator_isRefusedWithThoseThereAre() {
        var refusal = assertThrows(StackException.class, () -> EmulatorChoice.of("moto", Map.of()));
        assertTrue(
                String.valueOf(refusal.getMessage()).contains("localstack, ministack or docker"));
    }

    /// A machine with a program that says it is that Python.
    private Map<String, String> python(String file, int minor) throws IOException {
        program(file, "echo 3 " + minor);
        return Map.of("PATH", folder.resolve("bin").toString());
    }

    private void program(String file, String text) throws IOException {
        Path program = folder.resolve(file);
        Files.createDirectories(program.getParent());
        Files.writeString(program, "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }
}
