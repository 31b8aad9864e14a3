package dev.tollgate.localstack.cli;

import dev.tollgate.localstack.stack.StackException;
import dev.tollgate.localstack.stage.DeployedStage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "upstream-key", description = "The keys by which a stage calls its upstreams.")
final class UpstreamKeyCommand {
    @Command(
            name = "put",
            description =
                    "Puts what comes on standard input into Parameter Store, in place of what is"
                            + " there, and prints what configuration calls it.")
    void put(
            @Mixin WhichStack stack,
            @Parameters(paramLabel = "NAME", description = "For example openai, or acme/openai.")
                    String name)
            throws IOException {
        String value = new String(System.in.readAllBytes(), StandardCharsets.UTF_8).strip();
        if (value.isEmpty()) {
            throw new StackException(
                    "there is no key on standard input; pipe it in, so that no list of processes"
                            + " shows it");
        }
        DeployedStage stage = stack.stage();
        System.out.println("credential: " + stage.putUpstreamKey(name, value));
    }
}
