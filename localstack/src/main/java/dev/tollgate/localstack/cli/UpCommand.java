package dev.tollgate.localstack.cli;

import dev.tollgate.localstack.stack.Home;
import dev.tollgate.localstack.stack.LocalStack;
import dev.tollgate.localstack.stack.StackOptions;
import dev.tollgate.localstack.stack.StackState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "up", description = "Starts the gateway on loopback and prints what to paste.")
final class UpCommand implements Callable<Integer> {
    @Option(names = "--detach", description = "Return when it is ready.")
    private boolean detach;

    @Option(
            names = "--config",
            paramLabel = "DIR",
            description = "Configuration to apply; default: the sample.")
    private @Nullable Path config;

    @Option(
            names = "--port",
            defaultValue = "8787",
            description =
                    "HTTP; TLS, upstreams and store take the next three. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--isolated",
            description =
                    "Run functions as Lambda does: in processes of their own, a call at a time each.")
    private boolean isolated;

    private final Home home = Home.ofSystemProperty();

    @Override
    public Integer call() throws Exception {
        RunningStack.checkNone(home.state(), "./tollgate down");
        return detach ? detached() : foreground();
    }

    private int foreground() throws Exception {
        Path configuration = config == null ? home.sampleConfig() : config;
        LocalStack stack =
                LocalStack.start(
                        new StackOptions(
                                home,
                                home.state(),
                                Home.cache(System.getenv()),
                                configuration,
                                port,
                                isolated));
        greet();
        RunningStack.serve(stack);
        return 0;
    }

    private int detached() throws IOException, InterruptedException {
        if (!new Detached(home, home.state(), arguments()).start()) {
            return 1;
        }
        greet();
        return 0;
    }

    private void greet() {
        StackState state = StackState.running(home.state()).orElseThrow();
        System.out.println(
                """
                Tollgate is up: %s (HTTP/1.1 and HTTP/2) and %s

                  source .tollgate/env
                  python3 -c 'import boto3; print(boto3.client("bedrock-runtime").converse(modelId="local.smollm2",
                    messages=[{"role":"user","content":[{"text":"Name three colours."}]}])["output"])'
                  ./tollgate ledger --tenant acme

                Aliases: local.smollm2 (a real model), sim.claude (Bedrock), sim.gpt (OpenAI-compatible).
                ./tollgate down stops it; its data stays.\
                """
                        .formatted(state.url(), state.tlsUrl()));
    }

    private List<String> arguments() {
        var arguments = new ArrayList<>(List.of("up", "--port", Integer.toString(port)));
        if (isolated) {
            arguments.add("--isolated");
        }
        if (config != null) {
            arguments.addAll(List.of("--config", config.toAbsolutePath().toString()));
        }
        return arguments;
    }
}
