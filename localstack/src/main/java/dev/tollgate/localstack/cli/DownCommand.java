package dev.tollgate.localstack.cli;

import dev.tollgate.localstack.stack.Home;
import dev.tollgate.localstack.stack.StackException;
import dev.tollgate.localstack.stack.StackState;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;

@Command(name = "down", description = "Stops the gateway. Its data stays.")
final class DownCommand implements Runnable {
    @Override
    public void run() {
        StackState.running(Home.ofSystemProperty().state())
                .flatMap(StackState::process)
                .ifPresentOrElse(
                        DownCommand::stop, () -> System.out.println("Tollgate is not running."));
    }

    private static void stop(ProcessHandle process) {
        process.destroy();
        try {
            process.onExit().get(30, TimeUnit.SECONDS);
            System.out.println("Tollgate is down.");
        } catch (TimeoutException e) {
            throw new StackException(
                    "process " + process.pid() + " does not stop; end it with kill -9", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
