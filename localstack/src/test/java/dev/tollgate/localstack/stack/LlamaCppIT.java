package dev.tollgate.localstack.stack;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Acceptance: a server that nobody here wrote, behind its preset, for SDKs that nobody here wrote.
/// Without a compiler it is skipped, in CI it fails then.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LlamaCppIT {
    @TempDir static Path folder = Path.of("");

    private final RunningParts running = new RunningParts();
    private LocalStack stack;

    @BeforeAll
    void start() throws Exception {
        assumeTrue(
                "true".equals(System.getenv("CI")) || hasCompiler(),
                "llama-cpp-python has to be compiled, and neither c++, g++ nor clang++ is there");
        var server = running.add(LlamaCppServer.start(folder.resolve("llama.log")));
        Path config = folder.resolve("config");
        Files.createDirectories(config.resolve("tenants"));
        Path given = LlamaCppServer.FOLDER.resolve("config");
        Files.copy(given.resolve("tenants/acme.yaml"), config.resolve("tenants/acme.yaml"));
        Files.writeString(
                config.resolve("platform.yaml"),
                Files.readString(given.resolve("platform.yaml"))
                        .replace("ADDRESS", server.url().toString()));
        Home home = new Home(Path.of("..").toAbsolutePath().normalize());
        stack =
                running.add(
                        LocalStack.start(
                                new StackOptions(
                                        home,
                                        folder.resolve("state"),
                                        TestStack.cache(),
                                        config,
                                        0)));
    }

    @AfterAll
    void stop() {
        running.close();
    }

    private static boolean hasCompiler() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(folder -> Stream.of("c++", "g++", "clang++").map(Path.of(folder)::resolve))
                .anyMatch(Files::isExecutable);
    }

    @TestFactory
    Stream<DynamicTest> realTokens_throughThePreset_reachTheSdksAndTheBooks() throws Exception {
        return PythonClients.tests(
                LlamaCppServer.FOLDER, folder.resolve("llama.xml"), stack.environment());
    }
}
