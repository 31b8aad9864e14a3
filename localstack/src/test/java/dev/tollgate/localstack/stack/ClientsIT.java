package dev.tollgate.localstack.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Acceptance: unmodified boto3, configured by environment variables alone, through the whole
/// stack. Each test of the Python files is one here.
final class ClientsIT {
    @TempDir static Path folder = Path.of("");

    private static TestStack stack;

    @BeforeAll
    static void start() throws Exception {
        stack = TestStack.start(folder);
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @TestFactory
    Stream<DynamicTest> boto3_throughTheWholeStack() throws IOException {
        PythonClients clients =
                PythonClients.install(Path.of("src/test/python"), TestStack.cache());
        Path report = folder.resolve("report.xml");
        String printed =
                clients.test(
                        report,
                        Map.of(
                                "TOLLGATE_TEST_FILE",
                                stack.file().toString(),
                                "AWS_DEFAULT_REGION",
                                "us-east-1"));
        Report cases = Report.read(report);
        assertFalse(cases.cases().isEmpty(), printed);
        return cases.cases().stream().map(ClientsIT::asTest);
    }

    private static DynamicTest asTest(Report.Case found) {
        return dynamicTest(
                found.name(),
                () -> {
                    assumeTrue(found.skipped().isEmpty(), found.skipped());
                    assertEquals("", found.failure(), found.name());
                });
    }
}
