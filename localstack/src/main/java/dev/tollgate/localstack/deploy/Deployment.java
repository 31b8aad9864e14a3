package dev.tollgate.localstack.deploy;

import dev.tollgate.localstack.stack.Certificates;
import dev.tollgate.localstack.stack.LocalSecrets;
import dev.tollgate.localstack.stack.Ports;
import dev.tollgate.localstack.stack.PublishStack;
import dev.tollgate.localstack.stack.RunningParts;
import dev.tollgate.localstack.stack.SampleUpstreams;
import dev.tollgate.localstack.stack.StackException;
import dev.tollgate.localstack.stack.StackState;
import dev.tollgate.localstack.stack.Stores;
import dev.tollgate.localstack.stage.AwsPlace;
import dev.tollgate.localstack.stage.DeployedStage;
import dev.tollgate.runtime.SecureIds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/// The CDK app on an emulator, from nothing to a gateway that answers: upstreams, emulator, CDK,
/// configuration, what to paste. Everything is gone when it is closed.
public final class Deployment implements AutoCloseable {
    /// The stage that is deployed: emulators take no other.
    public static final String STAGE = "dev";

    private final DeployOptions options;
    private final Consumer<String> progress;
    private final Path state;
    private final RunningParts running = new RunningParts();
    private final LocalSecrets secrets;
    private final SampleUpstreams upstreams;
    private final Stores stores;
    private final Map<String, String> environment;

    /// Deploys, and returns when the gateway can be called.
    ///
    /// @param progress is told each step in a line
    /// @throws StackException when it cannot be; the message says why
    public static Deployment start(DeployOptions options, Consumer<String> progress) {
        try {
            delete(options.folders().state().resolve("emulator"));
            Files.createDirectories(options.folders().state().resolve("emulator"));
            return new Deployment(options, progress);
        } catch (IOException e) {
            throw new StackException("not deployed: " + e.getMessage(), e);
        }
    }

    private Deployment(DeployOptions options, Consumer<String> progress) throws IOException {
        this.options = options;
        this.progress = progress;
        this.state = options.folders().state();
        try {
            secrets = LocalSecrets.in(state);
            var certificates = Certificates.in(state.resolve("tls"), secrets.of("key-store"));
            upstreams = running.add(SampleUpstreams.start(options.folders(), 0, secrets));
            RunningEmulator emulator = running.add(startEmulator(certificates));
            deploy(emulator);
            var stage = DeployedStage.find(AwsPlace.emulator(emulator.endpoint()), STAGE);
            stage.makePepper(new SecureIds());
            upstreams.keys().forEach(stage::putUpstreamKey);
            stores = running.add(stage.stores());
            progress.accept("loading the sample tenants");
            var config = new HashMap<>(upstreams.addresses());
            config.put("TOLLGATE_TLS_URL", emulator.tlsEndpoint().toString());
            config.putAll(stage.variables());
            stores.apply(stores.plan(options.config(), config));
            String path = RunningEmulator.stagePath(stage.gatewayUrl());
            environment =
                    new PublishStack(state, stores, upstreams, secrets, certificates.authority())
                            .at(
                                    emulator.endpoint() + path,
                                    emulator.tlsEndpoint() + path,
                                    stage.storePlace(emulator.endpoint()),
                                    config);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private RunningEmulator startEmulator(Certificates certificates) throws IOException {
        Emulator emulator = options.on().emulator();
        progress.accept("starting " + emulator.word() + ": " + options.on().why());
        int port = options.port() == 0 ? Ports.unusedPair() : options.port();
        int tlsPort = port + 1;
        return emulator.start(
                new EmulatorPlace(options.folders(), port, tlsPort, certificates.pem()));
    }

    private void deploy(RunningEmulator emulator) throws IOException {
        var app =
                new CdkApp(
                        options.folders(), emulator.endpoint(), options.on().emulator().word(), "");
        progress.accept("cdk bootstrap");
        app.bootstrap();
        progress.accept("cdk deploy");
        app.deploy();
    }

    /// What the state folder's `env` holds.
    public Map<String, String> environment() {
        return environment;
    }

    public Stores stores() {
        return stores;
    }

    public SampleUpstreams upstreams() {
        return upstreams;
    }

    /// Stops what runs. A part that fails to stop does not keep the others up.
    @Override
    public void close() {
        running.close();
        try {
            StackState.delete(state);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var tree = Files.walk(folder)) {
                for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
