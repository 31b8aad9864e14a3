package dev.tollgate.localstack.cli;

import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/// `./tollgate`. A mistake of the user's is one line on standard error and exit code 1.
@Command(
        name = "tollgate",
        description = "The AI gateway, on this machine and in your account.",
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            EnvCommand.class,
            DeployCommand.class,
            DestroyCommand.class,
            TestCommand.class,
            UpgradeTestCommand.class,
            VerifyCommand.class,
            BuildCommand.class,
            BenchCommand.class,
            ConfigCommand.class,
            LedgerCommand.class,
            KeyCommand.class,
            UpstreamKeyCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            HelpCommand.class
        })
public final class Tollgate {
    private Tollgate() {}

    public static void main(String[] arguments) {
        Runtime.getRuntime().halt(exitCode(arguments));
    }

    /// Whatever goes wrong ends the process, although servers may have left threads behind.
    private static int exitCode(String[] arguments) {
        try {
            return commandLine().execute(arguments);
        } catch (Error e) {
            e.printStackTrace();
            return 2;
        }
    }

    private static CommandLine commandLine() {
        var line = new CommandLine(new Tollgate());
        line.setExecutionExceptionHandler((failure, command, _) -> {
            Optional<String> explained = Explained.line(failure);
            if (explained.isEmpty()) {
                throw failure;
            }
            command.getErr().println("tollgate: " + explained.get());
            return 1;
        });
        return line;
    }
}
