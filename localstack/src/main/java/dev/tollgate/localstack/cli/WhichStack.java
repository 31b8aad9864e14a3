package dev.tollgate.localstack.cli;

import dev.tollgate.localstack.deploy.Deployment;
import dev.tollgate.localstack.stack.Home;
import dev.tollgate.localstack.stack.LocalSecrets;
import dev.tollgate.localstack.stack.StackException;
import dev.tollgate.localstack.stack.StackState;
import dev.tollgate.localstack.stack.StoppedStore;
import dev.tollgate.localstack.stack.Stores;
import dev.tollgate.localstack.stage.AwsPlace;
import dev.tollgate.localstack.stage.DeployedStage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What a command works on: a stack of this checkout, or a stage in an account.
final class WhichStack {
    private static final String THIS_MACHINE = "this machine";

    @Option(
            names = "--deployed",
            description = "What deploy local deployed; default: what up runs.")
    private boolean deployed;

    @Option(
            names = "--stage",
            paramLabel = "STAGE",
            description =
                    "A stage in an AWS account (dev, preprod, prod), by your own AWS credentials.")
    private @Nullable String stage;

    @Option(
            names = "--region",
            paramLabel = "REGION",
            description = "Of the stage; default: that of your AWS configuration.")
    private @Nullable String region;

    /// A stack whose stores are open.
    ///
    /// @param where for people
    /// @param variables what stands in its configuration for `${TOLLGATE_…}`
    /// @param end closes the stores
    record Opened(String where, Stores stores, Map<String, String> variables, Runnable end)
            implements AutoCloseable {
        Opened(String where, Stores stores, Map<String, String> variables) {
            this(where, stores, variables, stores::close);
        }

        /// As its configuration calls it.
        String stage() {
            return variables.getOrDefault(Stores.STAGE_VARIABLE, "");
        }

        @Override
        public void close() {
            end.run();
        }
    }

    /// @throws StackException when it does not run, or there is no such stage
    Opened open() {
        String wanted = stage;
        if (wanted == null) {
            if (region != null) {
                throw new StackException("--region is that of a stage: add --stage");
            }
            return running();
        }
        if (deployed) {
            throw new StackException(
                    "--deployed is on this machine, --stage in an account: choose one");
        }
        return open(DeployedStage.find(AwsPlace.ofCaller(region), wanted), Map.of());
    }

    /// The same; of this checkout's own stack the store, which must not run: one that does has its
    /// configuration, and so is not empty.
    ///
    /// @throws StackException when it runs, or there is no such stage
    Opened openToRestore() {
        if (stage != null || deployed || region != null) {
            return open();
        }
        Home home = Home.ofSystemProperty();
        RunningStack.checkNone(home.state(), "./tollgate down");
        StoppedStore store = StoppedStore.open(home);
        return new Opened(
                THIS_MACHINE,
                store.stores(),
                Map.of(Stores.STAGE_VARIABLE, StoppedStore.STAGE),
                store::close);
    }

    /// The same in an account, for what only a stage has.
    ///
    /// @throws StackException when no stage is named, or there is none of that name
    DeployedStage stage() {
        String wanted = stage;
        if (wanted == null) {
            throw new StackException("name the stage: --stage dev");
        }
        return DeployedStage.find(AwsPlace.ofCaller(region), wanted);
    }

    private Opened running() {
        Home home = Home.ofSystemProperty();
        Path folder = deployed ? home.deployed() : home.state();
        StackState state =
                StackState.running(folder)
                        .orElseThrow(() ->
                                new StackException(
                                        "not running; start it: "
                                                + (deployed
                                                        ? "./tollgate deploy local"
                                                        : "./tollgate up --detach")));
        if (deployed) {
            var place = AwsPlace.emulator(state.store().endpoint());
            return open(DeployedStage.find(place, Deployment.STAGE), state.variables());
        }
        try {
            return new Opened(
                    THIS_MACHINE,
                    Stores.of(state.store(), LocalSecrets.in(folder)),
                    state.variables());
        } catch (IOException e) {
            throw new StackException("cannot read the secrets under " + folder, e);
        }
    }

    private static Opened open(DeployedStage stage, Map<String, String> known) {
        var variables = new HashMap<>(known);
        variables.putAll(stage.variables());
        return new Opened(stage.where(), stage.stores(), variables);
    }
}
