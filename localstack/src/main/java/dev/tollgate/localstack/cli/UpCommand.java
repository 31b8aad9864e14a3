package dev.tollgate.localstack.cli;

import dev.tollgate.localstack.stack.Home;
import dev.tollgate.localstack.stack.LocalStack;
import dev.tollgate.localstack.stack.StackException;
import dev.tollgate.localstack.stack.StackOptions;
import dev.tollgate.localstack.stack.StackState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
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
        StackState.running(home.state())
                .ifPresent(state -> {
                    throw new StackException(
                            "already running at "
                                    + state.url()
                                    + " (process "
                                    + state.pid()
                                    + "); stop it with ./tollgate down");
                });
        return detach ? detached() : foreground();
    }

    private int foreground() throws Exception {
        Path configuration = config == null ? home.sampleConfig() : config;
        var stopped = new CountDownLatch(1);
        LocalStack stack =
                LocalStack.start(
                        new StackOptions(
                                home,
                                home.state(),
                                Home.cache(System.getenv()),
                                configuration,
                                port,
                                isolated));
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> {
                            stack.close();
                            stopped.countDown();
                        }));
        greet();
        stopped.await();
        return 0;
    }

    private int detached() throws IOException, InterruptedException {
        Path log = home.state().resolve("stack.log");
        Files.createDirectories(home.state());
        Process process =
                new ProcessBuilder(command())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        process.getOutputStream().close();
        while (StackState.running(home.state()).isEmpty()) {
            if (!process.isAlive()) {
                System.err.print(Files.readString(log));
                return 1;
            }
            Thread.sleep(100);
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

    private List<String> command() {
        var command = new ArrayList<String>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dtollgate.home=" + home.root(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Tollgate.class.getName(),
                        "up",
                        "--port",
                        Integer.toString(port)));
        if (isolated) {
            command.add("--isolated");
        }
        if (config != null) {
            command.addAll(List.of("--config", config.toAbsolutePath().toString()));
        }
        return command;
    }
}
