package dev.tollgate.localstack.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tollgate.localstack.stack.Home;
import dev.tollgate.localstack.tool.Ended;
import dev.tollgate.localstack.tool.Python;
import dev.tollgate.localstack.tool.ToolFolder;
import dev.tollgate.localstack.tool.Uv;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The tests of `localstack/host`, each with the emulator that it changes beside it.
final class EmulatorHostIT {
    private static final Path HOST = Path.of("../host").toAbsolutePath().normalize();
    private static final Path CACHE = Home.cache(System.getenv());

    @Test
    void plugin_besideLocalStack_passesItsTests() throws IOException {
        Python python = Requirement.python(LocalStackHost.MINOR);
        assertPasses(python, LocalStackHost.install(CACHE, python), "localstack");
    }

    @Test
    void server_besideMiniStack_passesItsTests() throws IOException {
        Python python = Requirement.python(MiniStack.MINOR);
        assertPasses(python, MiniStack.install(CACHE, python), "ministack");
    }

    private static void assertPasses(Python python, ToolFolder emulator, String folder)
            throws IOException {
        ToolFolder pytest = Uv.install(CACHE, python).environment("pytest-8.4.2", "pytest==8.4.2");
        Path packages = pytest.path().resolve("lib/python3." + python.minor() + "/site-packages");
        Ended ended =
                emulator.start(
                        List.of(
                                emulator.path().resolve("bin/python").toString(),
                                "-B",
                                "-m",
                                "pytest",
                                "-q",
                                "-p",
                                "no:cacheprovider",
                                HOST.resolve("tests/both").toString(),
                                HOST.resolve("tests/" + folder).toString()),
                        Map.of("PYTHONPATH", HOST + File.pathSeparator + packages));
        assertEquals(0, ended.exit(), ended.printed());
    }
}
