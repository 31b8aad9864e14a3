package dev.tollgate.localstack.cli;

import dev.tollgate.localstack.deploy.DeployOptions;
import dev.tollgate.localstack.deploy.Deployment;
import dev.tollgate.localstack.deploy.EmulatorChoice;
import dev.tollgate.localstack.stack.Home;
import dev.tollgate.localstack.stack.StackFolders;
import dev.tollgate.localstack.stack.StackState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "local",
        description =
                "To an emulator of AWS on loopback, without Docker or account; prints what to"
                        + " paste.")
final class DeployLocalCommand implements Callable<Integer> {
    @Option(
            names = "--on",
            paramLabel = "EMULATOR",
            defaultValue = "",
            description =
                    "localstack (default where Python 3.12 or newer is) ministack (default"
                            + " elsewhere), or docker: LocalStack in a container.")
    private String on = "";

    @Option(
            names = "--config",
            paramLabel = "DIR",
            description = "Configuration to apply; default: the sample.")
    private @Nullable Path config;

    @Option(
            names = "--port",
            defaultValue = "4566",
            description = "Of the emulator. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(names = "--attached", hidden = true, description = "Stay; this process is the stack.")
    private boolean attached;

    private final Home home = Home.ofSystemProperty();

    @Override
    public Integer call() throws Exception {
        RunningStack.checkNone(home.deployed(), "./tollgate destroy local");
        return attached ? attached() : detached();
    }

    private int attached() throws InterruptedException {
        var folders = new StackFolders(home, home.deployed(), Home.cache(System.getenv()));
        var options =
                new DeployOptions(
                        folders,
                        EmulatorChoice.of(on, System.getenv()),
                        config == null ? home.sampleConfig() : config,
                        port);
        RunningStack.serve(
                Deployment.start(options, step -> System.out.println("tollgate: " + step)));
        return 0;
    }

    private int detached() throws IOException, InterruptedException {
        if (!new Detached(home, home.deployed(), arguments()).start()) {
            return 1;
        }
        StackState state = StackState.running(home.deployed()).orElseThrow();
        System.out.println(
                """
                The CDK app is deployed: %s

                  source .tollgate/deployed/env
                  python3 -c 'import boto3; print(boto3.client("bedrock-runtime").converse(modelId="local.smollm2",
                    messages=[{"role":"user","content":[{"text":"Name three colours."}]}])["output"])'
                  ./tollgate ledger --tenant acme --deployed

                AWS itself is emulated at %s: AWS_ENDPOINT_URL for the AWS CLI and SDKs.
                ./tollgate destroy local takes it away, with its data.\
                """
                        .formatted(state.url(), state.store().endpoint()));
        return 0;
    }

    private List<String> arguments() {
        var arguments =
                new ArrayList<>(List.of("deploy", "local", "--attached", "--on", on, "--port"));
        arguments.add(Integer.toString(port));
        if (config != null) {
            arguments.addAll(List.of("--config", config.toAbsolutePath().toString()));
        }
        return arguments;
    }
}
