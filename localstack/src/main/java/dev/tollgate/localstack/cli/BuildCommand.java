package dev.tollgate.localstack.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "build", description = "Builds everything with all gates, without tests.")
final class BuildCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        return Maven.run(List.of("clean", "package", "-DskipTests"));
    }
}
