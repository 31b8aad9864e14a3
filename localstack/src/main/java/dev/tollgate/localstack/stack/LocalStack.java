package dev.tollgate.localstack.stack;

import dev.tollgate.control.config.ConfigImporter;
import dev.tollgate.control.config.Plan;
import dev.tollgate.core.call.IdSource;
import dev.tollgate.core.config.Settings;
import dev.tollgate.core.tenant.TenantId;
import dev.tollgate.localstack.api.ApiEmulator;
import dev.tollgate.localstack.model.SmolLm2Launch;
import dev.tollgate.localstack.simulator.bedrock.SigningCredential;
import dev.tollgate.localstack.upstream.UpstreamOptions;
import dev.tollgate.localstack.upstream.Upstreams;
import dev.tollgate.runtime.SecureIds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The whole gateway on loopback: store, upstreams, configuration, functions, API; started in this
/// order, stopped in the other.
public final class LocalStack implements AutoCloseable {
    private static final List<String> SAMPLE_TENANTS = List.of("acme", "globex");

    private final StackOptions options;
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final Clock clock = Clock.systemUTC();
    private final IdSource ids = new SecureIds();
    private final LocalSecrets secrets;
    private final StoreProcess store;
    private final Upstreams upstreams;
    private final Stores stores;
    private final Functions functions;
    private final Certificates certificates;
    private final ApiEmulator api;
    private final Map<String, String> environment;

    /// Starts everything and returns when it answers.
    ///
    /// @throws StackException when it cannot be: one line that says what to do
    public static LocalStack start(StackOptions options) {
        Ports.check(options);
        try {
            Files.createDirectories(options.state());
            return new LocalStack(options);
        } catch (IOException e) {
            throw new StackException("the stack does not start: " + e.getMessage(), e);
        }
    }

    private LocalStack(StackOptions options) throws IOException {
        this.options = options;
        try {
            secrets = Stores.secrets(options.state());
            store =
                    closing(
                            StoreProcess.start(
                                    options.home().dynamoDbClassPath(),
                                    options.storePort(),
                                    options.state()));
            upstreams = closing(Upstreams.start(upstreamOptions()));
            Map<String, String> variables = variables();
            Settings settings = Settings.of(variables);
            stores = closing(Stores.of(settings));
            stores.createTables();
            applyConfiguration();
            functions =
                    closing(
                            options.isolated()
                                    ? Functions.isolated(options, variables, clock)
                                    : Functions.start(settings));
            certificates = Certificates.in(options.state().resolve("tls"), secrets.of("key-store"));
            api = closing(startApi());
            environment = publish();
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private UpstreamOptions upstreamOptions() throws IOException {
        return new UpstreamOptions(
                options.upstreamPort(),
                options.state().resolve("issuers"),
                SAMPLE_TENANTS,
                new SigningCredential("tollgate-local", secrets.of("upstream-aws")),
                secrets.of("upstream-openai"),
                new SmolLm2Launch(
                        options.home().smolLm2ClassPath(),
                        options.cache().resolve("models"),
                        options.state().resolve("smollm2")),
                clock,
                ids);
    }

    private Map<String, String> variables() throws IOException {
        var variables = Stores.variables(store.endpoint(), secrets);
        variables.put("TOLLGATE_UPSTREAM_AWS", "tollgate-local:" + secrets.of("upstream-aws"));
        variables.put("TOLLGATE_UPSTREAM_OPENAI_KEY", secrets.of("upstream-openai"));
        return variables;
    }

    private void applyConfiguration() {
        ConfigImporter importer = stores.importer();
        Map<String, String> addresses =
                Map.of(
                        "TOLLGATE_ISSUER_URL", upstreams.issuerUrl().toString(),
                        "TOLLGATE_SIM_BEDROCK_URL", upstreams.bedrockUrl().toString(),
                        "TOLLGATE_SIM_OPENAI_URL", upstreams.openAiUrl().toString(),
                        "TOLLGATE_SMOLLM2_URL", upstreams.smolLm2Url().toString());
        switch (importer.plan(options.config(), addresses)) {
            case Plan.Changes changes -> importer.apply(changes);
            case Plan.Mistakes mistakes ->
                    throw new StackException(
                            "the configuration in "
                                    + options.config()
                                    + " is not applied:\n  "
                                    + String.join("\n  ", mistakes.lines()));
        }
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

    private Map<String, String> publish() throws IOException {
        var variables = new LinkedHashMap<String, String>();
        variables.put("TOLLGATE_URL", url());
        variables.put("TOLLGATE_TLS_URL", tlsUrl());
        // Not the cleartext port: Python's and Go's SDKs refuse to send a bearer token over it.
        variables.put("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", tlsUrl());
        variables.put("AWS_CA_BUNDLE", certificates.authority().toAbsolutePath().toString());
        // Python's SDK knows the one, all others the other.
        variables.put("AWS_DEFAULT_REGION", "us-east-1");
        variables.put("AWS_REGION", "us-east-1");
        for (String tenant : SAMPLE_TENANTS) {
            if (stores.config().tenant(new TenantId(tenant)).isEmpty()) {
                continue;
            }
            Credentials credentials =
                    Credentials.of(tenant, upstreams.issuer(tenant), stores.keys(), secrets);
            String suffix = tenant.toUpperCase(Locale.ROOT);
            variables.put("TOLLGATE_KEY_" + suffix, credentials.key());
            variables.put("TOLLGATE_JWT_" + suffix, credentials.token());
            variables.putIfAbsent("AWS_BEARER_TOKEN_BEDROCK", credentials.key());
        }
        EnvFile.write(options.state().resolve("env"), variables);
        var self = ProcessHandle.current();
        new StackState(
                        self.pid(),
                        StackState.start(self),
                        url(),
                        tlsUrl(),
                        store.endpoint().toString())
                .write(options.state());
        return variables;
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

    StoreProcess store() {
        return store;
    }

    Upstreams upstreams() {
        return upstreams;
    }

    Stores stores() {
        return stores;
    }

    Functions functions() {
        return functions;
    }

    private <T extends AutoCloseable> T closing(T part) {
        running.push(part);
        return part;
    }

    /// Stops what runs. A part that fails to stop does not keep the others up.
    @Override
    public void close() {
        for (AutoCloseable part : running) {
            try {
                part.close();
            } catch (Exception e) {
                System.err.println("tollgate: while stopping: " + e);
            }
        }
        running.clear();
        try {
            StackState.delete(options.state());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
