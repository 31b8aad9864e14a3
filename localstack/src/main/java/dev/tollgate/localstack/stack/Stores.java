package dev.tollgate.localstack.stack;

import dev.tollgate.aws.config.DynamoConfigStore;
import dev.tollgate.aws.config.DynamoConfigWriter;
import dev.tollgate.aws.dynamodb.DynamoDbClients;
import dev.tollgate.aws.dynamodb.Tables;
import dev.tollgate.aws.dynamodb.TenantTable;
import dev.tollgate.aws.key.DynamoVirtualKeyStore;
import dev.tollgate.aws.ledger.DynamoQuotaLedger;
import dev.tollgate.control.config.ConfigImporter;
import dev.tollgate.control.key.VirtualKeys;
import dev.tollgate.core.config.ConfigStore;
import dev.tollgate.core.config.Setting;
import dev.tollgate.core.config.Settings;
import dev.tollgate.core.ledger.QuotaLedger;
import dev.tollgate.core.principal.KeyPepper;
import dev.tollgate.runtime.SecureIds;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// What the stack and the command line ask of the store, besides the functions. Thread-safe.
public final class Stores implements AutoCloseable {
    private final Settings settings;
    private final DynamoDbClient client;
    private final Clock clock = Clock.systemUTC();

    private Stores(Settings settings) {
        this.settings = settings;
        this.client = DynamoDbClients.create(settings);
    }

    static Stores of(Settings settings) {
        return new Stores(settings);
    }

    /// Those of the stack that runs in this checkout.
    ///
    /// @throws StackException when none does
    public static Stores ofRunning(Home home) {
        StackState state =
                StackState.running(home.state())
                        .orElseThrow(() ->
                                new StackException(
                                        "not running; start it: ./tollgate up --detach"));
        try {
            return of(Settings.of(variables(URI.create(state.store()), secrets(home.state()))));
        } catch (IOException e) {
            throw new StackException("cannot read the secrets under " + home.state(), e);
        }
    }

    /// What every function of a local stack finds in its environment.
    static Map<String, String> variables(URI store, LocalSecrets secrets) throws IOException {
        var variables = new HashMap<String, String>();
        variables.put(Setting.REGION.key(), "us-east-1");
        variables.put(Setting.TENANT_TABLE.key(), "tollgate-tenants");
        variables.put(Setting.PLATFORM_TABLE.key(), "tollgate-platform");
        variables.put(Setting.DYNAMODB_ENDPOINT.key(), store.toString());
        // Configuration and keys are edited more often on a laptop than anywhere.
        variables.put(Setting.CONFIG_TTL_SECONDS.key(), "1");
        variables.put(Setting.KEY_PEPPER.key(), secrets.of("key-pepper"));
        return variables;
    }

    static LocalSecrets secrets(Path state) throws IOException {
        return LocalSecrets.open(state.resolve("secrets"), new SecureIds());
    }

    void createTables() {
        Tables.create(client, settings);
    }

    public ConfigStore config() {
        return new DynamoConfigStore(client, settings);
    }

    ConfigImporter importer() {
        return new ConfigImporter(config(), new DynamoConfigWriter(client, settings), clock);
    }

    public QuotaLedger ledger() {
        return new DynamoQuotaLedger(TenantTable.unbound(client, settings), new SecureIds(), clock);
    }

    public VirtualKeys keys() {
        return new VirtualKeys(
                new DynamoVirtualKeyStore(client, settings),
                new KeyPepper(settings.required(Setting.KEY_PEPPER)),
                new SecureIds(),
                clock);
    }

    @Override
    public void close() {
        client.close();
    }
}
