package dev.tollgate.localstack.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "upgrade-test",
        description =
                "Deploys to MiniStack, then a new version and the old one again while callers go on:"
                        + " no call fails, the books balance.")
final class UpgradeTestCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        return Maven.run(TestCommand.tests("localstack/deployed", "UpgradeIT"));
    }
}
