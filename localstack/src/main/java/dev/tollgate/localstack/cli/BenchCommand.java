package dev.tollgate.localstack.cli;

import dev.tollgate.localstack.stack.Home;
import dev.tollgate.localstack.stack.StackException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "bench", description = "Measures: everything, or the named parts.")
final class BenchCommand implements Callable<Integer> {
    private static final Set<String> PARTS =
            Set.of(
                    "handler",
                    "chat",
                    "authorizer",
                    "ledger",
                    "restore",
                    "loop",
                    "packages",
                    "peers");

    @Parameters(
            paramLabel = "part",
            description = "handler, chat, authorizer, ledger, restore, loop, packages, peers")
    private List<String> parts = List.of();

    @Override
    public Integer call() {
        for (String part : parts) {
            if (!PARTS.contains(part)) {
                throw new StackException("there is no part \"" + part + "\"; there are " + PARTS);
            }
        }
        int built =
                Maven.run(
                        List.of(
                                "-q",
                                "package",
                                "-pl",
                                "bench",
                                "-am",
                                "-Dquick",
                                "-Dmaven.test.skip=true"));
        return built == 0 ? measure() : built;
    }

    private int measure() {
        Path home = Home.ofSystemProperty().root();
        try {
            Path module = home.resolve("bench/target");
            var command = new ArrayList<String>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.add("-cp");
            command.add(
                    module.resolve("classes")
                            + File.pathSeparator
                            + Files.readString(module.resolve("dependencies")).strip());
            command.add("dev.tollgate.bench.Bench");
            command.addAll(parts);
            return new ProcessBuilder(command)
                    .directory(home.toFile())
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new StackException("the benchmarks do not start: " + e.getMessage(), e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }
}
