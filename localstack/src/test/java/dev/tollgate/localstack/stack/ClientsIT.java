package dev.tollgate.localstack.stack;

import dev.tollgate.localstack.tool.ToolFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Acceptance: unmodified clients of other languages, configured by environment variables alone,
/// through the whole stack. Each test of their own files is one here.
@ParameterizedClass
@EnumSource(Mode.class)
final class ClientsIT {
    private static final Path JAVASCRIPT = Path.of("src/test/javascript").toAbsolutePath();

    private static final List<String> PROGRAMS =
            List.of(
                    "aisdk.test.mjs",
                    "anthropic.test.mjs",
                    "bedrock.test.mjs",
                    "conversations.test.mjs",
                    "errors.test.mjs",
                    "guide.test.mjs",
                    "openai.test.mjs");
    private static final Path GUIDE = Path.of("../docs/guide");
    private static final List<String> PAGES =
            List.of("anthropic.md", "aws-sdk-javascript.md", "openai.md");
    private static final String REPORT = "report.xml";
    private static final List<String> NODE =
            List.of(
                    "node",
                    "--test",
                    "--test-concurrency=1",
                    "--test-reporter=junit",
                    "--test-reporter-destination=" + REPORT);

    @TempDir static Path folder = Path.of("");

    private static TestStack stack;

    /// JUnit gives [#start] only what it gives a constructor.
    ClientsIT(Mode mode) {}

    @BeforeParameterizedClassInvocation
    static void start(Mode mode) throws Exception {
        stack = TestStack.start(folder, mode);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        stack.close();
    }

    @TestFactory
    Stream<DynamicTest> sdksForPythonAndTheAwsCli_throughTheWholeStack() throws IOException {
        Path report = stack.file().resolveSibling("python.xml");
        return PythonClients.tests(PythonClients.TESTS, report, variables());
    }

    @TestFactory
    Stream<DynamicTest> sdksForJavaScript_throughTheWholeStack() throws IOException {
        Path home = Pins.folder("javascript", JAVASCRIPT.resolve("package.json"));
        var clients = ToolFolder.install(home, ClientsIT::installJavaScript);
        // Node looks for modules above the file that imports them; other tests use that folder too.
        Path own = Files.createDirectory(stack.file().resolveSibling("javascript"));
        Files.createSymbolicLink(
                own.resolve("node_modules"), clients.path().resolve("node_modules"));
        for (String program : PROGRAMS) {
            Files.copy(JAVASCRIPT.resolve(program), own.resolve(program));
        }
        for (String page : PAGES) {
            Files.copy(GUIDE.resolve(page), own.resolve(page));
        }
        String printed =
                new ToolFolder(own)
                        .start(
                                Stream.concat(NODE.stream(), PROGRAMS.stream()).toList(),
                                variables())
                        .exitOf(Report.TESTS_FAILED);
        Path report = own.resolve(REPORT);
        return Report.read(report).tests(printed);
    }

    private static void installJavaScript(ToolFolder clients) throws IOException {
        Path pins = JAVASCRIPT.resolve("package.json");
        Files.copy(
                pins, clients.path().resolve("package.json"), StandardCopyOption.REPLACE_EXISTING);
        clients.run(
                List.of(
                        "npm",
                        "install",
                        "--silent",
                        "--no-audit",
                        "--no-fund",
                        "--no-package-lock"),
                Map.of());
    }

    private static Map<String, String> variables() {
        return Map.of(
                "TOLLGATE_TEST_FILE",
                stack.file().toString(),
                "AWS_DEFAULT_REGION",
                "us-east-1",
                "AWS_REGION",
                "us-east-1");
    }
}
