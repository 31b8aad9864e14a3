package dev.tollgate.localstack.stack;

import dev.tollgate.aws.config.DynamoConfigStore;
import dev.tollgate.aws.config.DynamoConfigWriter;
import dev.tollgate.aws.dynamodb.DynamoDbClients;
import dev.tollgate.aws.dynamodb.Tables;
import dev.tollgate.aws.dynamodb.TenantTable;
import dev.tollgate.aws.key.DynamoVirtualKeyStore;
import dev.tollgate.aws.ledger.DynamoQuotaLedger;
import dev.tollgate.control.config.ConfigImporter;
import dev.tollgate.control.config.Plan;
import dev.tollgate.control.key.VirtualKeys;
import dev.tollgate.core.config.ConfigStore;
import dev.tollgate.core.config.Setting;
import dev.tollgate.core.config.Settings;
import dev.tollgate.core.ledger.QuotaLedger;
import dev.tollgate.core.principal.KeyPepper;
import dev.tollgate.runtime.SecureIds;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// What the stack and the command line ask of the store, besides the functions. Thread-safe.
public final class Stores implements AutoCloseable {
    private final StorePlace place;
    private final Settings settings;
    private final DynamoDbClient client;
    private final Clock clock = Clock.systemUTC();

    private Stores(StorePlace place, Settings settings) {
        this.place = place;
        this.settings = settings;
        this.client = DynamoDbClients.create(settings);
    }

    /// @param secrets hold the pepper, or get one
    public static Stores of(StorePlace place, LocalSecrets secrets) throws IOException {
        return new Stores(place, Settings.of(variables(place, secrets)));
    }

    /// Those of the stack that runs with this state, if one does.
    public static Optional<Stores> ofRunning(Path state) {
        return StackState.running(state)
                .map(running -> {
                    try {
                        return of(running.store(), LocalSecrets.in(state));
                    } catch (IOException e) {
                        throw new StackException("cannot read the secrets under " + state, e);
                    }
                });
    }

    /// What every function of a local stack finds in its environment.
    static Map<String, String> variables(StorePlace place, LocalSecrets secrets)
            throws IOException {
        var variables = new HashMap<String, String>();
        variables.put(Setting.REGION.key(), "us-east-1");
        variables.put(Setting.TENANT_TABLE.key(), place.tenantTable());
        variables.put(Setting.PLATFORM_TABLE.key(), place.platformTable());
        variables.put(Setting.DYNAMODB_ENDPOINT.key(), place.endpoint().toString());
        // Configuration and keys are edited more often on a laptop than anywhere.
        variables.put(Setting.CONFIG_TTL_SECONDS.key(), "1");
        variables.put(Setting.KEY_PEPPER.key(), secrets.keyPepper());
        return variables;
    }

    void createTables() {
        Tables.create(client, settings);
    }

    public ConfigStore config() {
        return new DynamoConfigStore(client, settings);
    }

    StorePlace place() {
        return place;
    }

    /// Applies a configuration directory: all of it or nothing.
    ///
    /// @param addresses what stands for its `${TOLLGATE_…}`
    /// @throws StackException with the mistakes in it
    public void apply(Path directory, Map<String, String> addresses) {
        var importer =
                new ConfigImporter(config(), new DynamoConfigWriter(client, settings), clock);
        switch (importer.plan(directory, addresses)) {
            case Plan.Changes changes -> importer.apply(changes);
            case Plan.Mistakes mistakes ->
                    throw new StackException(
                            "the configuration in "
                                    + directory
                                    + " is not applied:\n  "
                                    + String.join("\n  ", mistakes.lines()));
        }
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
