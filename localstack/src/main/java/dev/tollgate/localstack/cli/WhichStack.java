package dev.tollgate.localstack.cli;

import dev.tollgate.localstack.stack.Home;
import dev.tollgate.localstack.stack.StackException;
import dev.tollgate.localstack.stack.Stores;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// Which of this checkout's stacks a command means.
final class WhichStack {
    @Option(
            names = "--deployed",
            description = "What deploy local deployed; default: what up runs.")
    private boolean deployed;

    /// @throws StackException when that one does not run
    Stores stores() {
        Home home = Home.ofSystemProperty();
        Path state = deployed ? home.deployed() : home.state();
        String start = deployed ? "./tollgate deploy local" : "./tollgate up --detach";
        return Stores.ofRunning(state)
                .orElseThrow(() -> new StackException("not running; start it: " + start));
    }
}
