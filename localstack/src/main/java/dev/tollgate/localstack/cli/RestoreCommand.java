package dev.tollgate.localstack.cli;

import dev.tollgate.localstack.backup.Restore;
import dev.tollgate.localstack.stack.StoreTables;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "restore",
        description =
                "Brings a backup, or DynamoDB's exports of both tables, into tables that are"
                        + " empty: those of a stage that was just deployed, or of a stack of this"
                        + " checkout that does not run.")
final class RestoreCommand implements Runnable {
    @Mixin private WhichStack stack = new WhichStack();

    @Parameters(
            paramLabel = "DIR",
            description = "With tenant/ and platform/, each an export of one table.")
    private Path folder = Path.of("");

    @Option(
            names = "--resume",
            description =
                    "Goes on with a restore of the same backup that was interrupted; what is there"
                            + " already has to be the same.")
    private boolean resume;

    @Override
    public void run() {
        try (WhichStack.Opened opened = stack.openToRestore();
                StoreTables tables = opened.stores().tables()) {
            new Restore(tables, opened.stage())
                    .from(folder, resume)
                    .forEach(line -> System.out.println(opened.where() + ": " + line));
        }
    }
}
