package dev.tollgate.localstack.cli;

import dev.tollgate.localstack.stack.Home;
import picocli.CommandLine.Command;

@Command(name = "destroy", description = "Takes a deployment away.")
final class DestroyCommand {
    @Command(name = "local", description = "The one on this machine, with all its data.")
    void local() {
        RunningStack.stop(Home.ofSystemProperty().deployed());
    }
}
