package dev.tollgate.localstack.stack;

import dev.tollgate.core.call.IdSource;
import dev.tollgate.core.config.Setting;
import dev.tollgate.localstack.account.Identities;
import dev.tollgate.localstack.account.LocalAccount;
import dev.tollgate.localstack.api.ApiEmulator;
import dev.tollgate.localstack.dynamodb.DynamoDbLocal;
import dev.tollgate.localstack.simulator.bedrock.BedrockEndpoint;
import dev.tollgate.localstack.upstream.Upstreams;
import dev.tollgate.runtime.SecureIds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// The whole gateway on loopback: store, upstreams, configuration, functions, API; started in this
/// order, stopped in the other.
public final class LocalStack implements AutoCloseable {
    private final StackOptions options;
    private final RunningParts running = new RunningParts();
    private final Clock clock = Clock.systemUTC();
    private final IdSource ids = new SecureIds();
    private final LocalSecrets secrets;
    private final LocalAccount account;
    private final SampleUpstreams upstreams;
    private final Stores stores;
    private final Functions functions;
    private final Certificates certificates;
    private final ApiEmulator api;
    private final Map<String, String> environment;

    /// Starts everything and returns when it answers.
    ///
    /// @throws StackException when it cannot be: one line that says what to do
    public static LocalStack start(StackOptions options) {
        return start(options, UnaryOperator.identity());
    }

    /// With something between the store and all that asks it.
    ///
    /// @param between says by the store's address where it is to be asked
    static LocalStack start(StackOptions options, UnaryOperator<URI> between) {
        Ports.check(options);
        try {
            Files.createDirectories(options.state());
            return new LocalStack(options, between);
        } catch (IOException e) {
            throw new StackException("the stack does not start: " + e.getMessage(), e);
        }
    }

    private LocalStack(StackOptions options, UnaryOperator<URI> between) throws IOException {
        this.options = options;
        try {
            secrets = LocalSecrets.in(options.state());
            var store =
                    running.add(startStore(options.home(), options.storePort(), options.state()));
            var identities = new Identities(clock);
            upstreams =
                    running.add(
                            SampleUpstreams.start(
                                    options.folders(),
                                    options.upstreamPort(),
                                    secrets,
                                    identities));
            var place = StorePlace.at(between.apply(store.endpoint()));
            account = running.add(LocalAccount.start(accountOptions(place, identities)));
            var variables = Stores.variables(place, secrets);
            variables.put(Setting.SECRETS_FOLDER.key(), writeKeys().toString());
            stores = running.add(Stores.of(place, secrets));
            stores.createTables();
            functions = running.add(startFunctions(variables));
            certificates = Certificates.in(options.state().resolve("tls"), secrets.of("key-store"));
            api = running.add(startApi());
            var config = variables();
            stores.apply(stores.plan(options.config(), config));
            environment = publish(place, config);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /// DynamoDB Local on disk.
    ///
    /// @param port 0 for any that is free
    static DynamoDbLocal startStore(Home home, int port, Path state) throws IOException {
        return DynamoDbLocal.start(
                new DynamoDbLocal.Launch(
                        home.dynamoDbClassPath(),
                        port,
                        state.resolve("dynamodb"),
                        state.resolve("dynamodb.log")));
    }

    /// Of the configuration.
    private Map<String, String> variables() {
        var variables = new LinkedHashMap<>(upstreams.addresses());
        variables.put("TOLLGATE_TLS_URL", tlsUrl());
        variables.put(Stores.STAGE_VARIABLE, StoppedStore.STAGE);
        return variables;
    }

    private Path writeKeys() throws IOException {
        Path folder = options.state().resolve("upstream").toAbsolutePath();
        new KeyFiles(folder).write(upstreams.keys());
        return folder;
    }

    private LocalAccount.Options accountOptions(StorePlace place, Identities identities) {
        return new LocalAccount.Options(
                options.home().policies(),
                Functions.names(),
                place.endpoint(),
                new LocalAccount.Things(
                        place.tenantTable(),
                        place.platformTable(),
                        List.of(BedrockEndpoint.MODELS + BedrockEndpoint.MODEL),
                        BedrockEndpoint.guardrails()),
                identities,
                clock,
                ids);
    }

    /// @param variables that all have
    private Functions startFunctions(Map<String, String> variables) throws IOException {
        Function<String, Map<String, String>> own =
                function -> {
                    var all = new HashMap<>(variables);
                    all.putAll(account.variables(function));
                    return all;
                };
        return options.isolated() ? Functions.isolated(options, own, clock) : Functions.start(own);
    }

    private ApiEmulator startApi() throws IOException {
        return ApiEmulator.start(
                apiOptions().withPort(options.httpPort()).withTls(options.tlsPort(), keystore()),
                functions.byName(),
                functions.authorizer());
    }

    ApiEmulator.Options apiOptions() {
        return ApiEmulator.Options.of(options.home().contract(), clock, ids);
    }

    ApiEmulator.Keystore keystore() {
        return new ApiEmulator.Keystore(certificates.keyStore(), certificates.password());
    }

    private Map<String, String> publish(StorePlace place, Map<String, String> config)
            throws IOException {
        return new PublishStack(
                        options.state(), stores, upstreams, secrets, certificates.authority())
                .at(url(), tlsUrl(), place, config);
    }

    public String url() {
        return "http://127.0.0.1:" + api.port();
    }

    public String tlsUrl() {
        return "https://127.0.0.1:" + api.tlsPort();
    }

    /// What `.tollgate/env` holds.
    Map<String, String> environment() {
        return environment;
    }

    ApiEmulator api() {
        return api;
    }

    LocalAccount account() {
        return account;
    }

    Upstreams upstreams() {
        return upstreams.upstreams();
    }

    /// What the simulated upstreams want to be shown, by their providers' names.
    Map<String, String> upstreamKeys() throws IOException {
        return upstreams.keys();
    }

    Stores stores() {
        return stores;
    }

    Functions functions() {
        return functions;
    }

    /// Stops what runs. A part that fails to stop does not keep the others up.
    @Override
    public void close() {
        running.close();
        try {
            StackState.delete(options.state());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
