package dev.tollgate.localstack.cli;

import dev.tollgate.localstack.stack.Home;
import picocli.CommandLine.Command;

@Command(name = "down", description = "Stops the gateway. Its data stays.")
final class DownCommand implements Runnable {
    @Override
    public void run() {
        RunningStack.stop(Home.ofSystemProperty().state());
    }
}
