package dev.tollgate.localstack.stack;

import dev.tollgate.localstack.tool.ToolFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/// Clients in Python, and pytest, as the tests pin them.
final class PythonClients {
    /// The folder of the tests, and of the pins.
    static final Path TESTS = Path.of("src/test/python").toAbsolutePath();

    private static final Path PINS = TESTS.resolve("requirements.txt");

    private PythonClients() {}

    /// A virtual environment; its interpreter is `bin/python`.
    static ToolFolder install() throws IOException {
        return ToolFolder.install(Pins.folder("python", PINS), PythonClients::into);
    }

    /// Runs the tests of a folder by pytest.
    ///
    /// @param report the file for what it reports
    /// @return each of them as one here
    static Stream<DynamicTest> tests(Path folder, Path report, Map<String, String> variables)
            throws IOException {
        List<String> command =
                List.of(
                        "bin/python",
                        "-B",
                        "-m",
                        "pytest",
                        "-q",
                        "-p",
                        "no:cacheprovider",
                        "--junitxml=" + report,
                        folder.toString());
        String printed = install().start(command, variables).exitOf(Report.TESTS_FAILED);
        return Report.read(report).tests(printed);
    }

    private static void into(ToolFolder clients) throws IOException {
        clients.run(List.of("python3", "-m", "venv", "--clear", "."), Map.of());
        String options = "-q --disable-pip-version-check";
        String[] words = ("bin/python -m pip install " + options + " -r").split(" ");
        clients.run(Stream.concat(Stream.of(words), Stream.of(PINS.toString())).toList(), Map.of());
    }
}
