package dev.tollgate.localstack.cli;

import dev.tollgate.localstack.stack.Home;
import dev.tollgate.localstack.stack.StackException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Runs Maven in the checkout, its output on ours.
final class Maven {
    private Maven() {}

    /// The exit code, nothing loaded after it: the build may have replaced the classes this runs
    /// from.
    static int run(List<String> arguments) {
        var command = new ArrayList<>(List.of("mvn", "-B", "-ntp"));
        command.addAll(arguments);
        try {
            return new ProcessBuilder(command)
                    .directory(Home.ofSystemProperty().root().toFile())
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new StackException("Maven is missing; install Maven 3.8.7 or newer", e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }
}
