package dev.tollgate.localstack.cli;

import dev.tollgate.localstack.backup.Backup;
import dev.tollgate.localstack.stack.StoreTables;
import java.nio.file.Path;
import java.time.Clock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "backup",
        description =
                "Writes both tables into a new folder, as DynamoDB's exports to S3 are laid out."
                        + " Peppers and upstreams' keys are not in them.")
final class BackupCommand implements Runnable {
    @Mixin private WhichStack stack = new WhichStack();

    @Parameters(paramLabel = "DIR", description = "Made by this; only you may read it.")
    private Path folder = Path.of("");

    @Override
    public void run() {
        try (WhichStack.Opened opened = stack.open();
                StoreTables tables = opened.stores().tables()) {
            var backup = new Backup(tables, opened.stage(), Clock.systemUTC());
            System.out.println(opened.where() + ": " + backup.write(folder));
        }
    }
}
