package dev.tollgate.localstack.cli;

import dev.tollgate.localstack.stack.Home;
import dev.tollgate.localstack.stack.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;

@Command(
        name = "env",
        description =
                "Prints the variables that point clients at the gateway: source .tollgate/env")
final class EnvCommand implements Runnable {
    @Override
    public void run() {
        Path file = Home.ofSystemProperty().state().resolve("env");
        try {
            System.out.print(Files.readString(file));
        } catch (IOException e) {
            throw new StackException("no " + file + " yet; start the gateway: ./tollgate up", e);
        }
    }
}
