package dev.tollgate.localstack.cli;

import dev.tollgate.localstack.stack.Home;
import dev.tollgate.localstack.stack.StackException;
import dev.tollgate.localstack.tool.Boto3;
import dev.tollgate.localstack.tool.Python;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Runs the contract in a process of its own, whose class path has JUnit and nothing of the stack.
@Command(
        name = "verify",
        description =
                "Holds the contract against a live stage, as the caller of"
                        + " AWS_BEARER_TOKEN_BEDROCK, and prints a checklist.")
final class VerifyCommand implements Callable<Integer> {
    private static final int OLDEST_PYTHON = 10;

    @Parameters(paramLabel = "URL", description = "Of the stage: the CDK app's output GatewayUrl.")
    private String url = "";

    @Option(
            names = "--model",
            paramLabel = "ALIAS",
            defaultValue = "sim.claude",
            description =
                    "What to call: small answers, some dozen of them, at its price. Default:"
                            + " ${DEFAULT-VALUE}.")
    private String model = "";

    @Override
    public Integer call() {
        try {
            return new ProcessBuilder(command()).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new StackException("the contract does not start: " + e.getMessage(), e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private List<String> command() throws IOException {
        Path module = Home.ofSystemProperty().root().resolve("contract/target");
        String dependencies = Files.readString(module.resolve("dependencies")).strip();
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Dtollgate.verify.url=" + url);
        command.add("-Dtollgate.verify.model=" + model);
        command.add("-Dtollgate.verify.python=" + interpreter());
        command.add("-cp");
        command.add(module.resolve("classes") + File.pathSeparator + dependencies);
        command.add("dev.tollgate.contract.verify.Verify");
        return command;
    }

    /// One with boto3, installed once; empty where this machine has no Python for it.
    private static String interpreter() throws IOException {
        var python = Python.atLeast(OLDEST_PYTHON, System.getenv());
        return python.isEmpty()
                ? ""
                : Boto3.install(Home.cache(System.getenv()), python.get()).toString();
    }
}
