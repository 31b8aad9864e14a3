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
import dev.tollgate.core.principal.PepperSource;
import dev.tollgate.runtime.SecureIds;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// What the stack and the command line ask of the store, besides the functions. Thread-safe.
public final class Stores implements AutoCloseable {
    /// The variable of a configuration that names the stage which it is applied to.
    public static final String STAGE_VARIABLE = "TOLLGATE_STAGE";

    private final Settings settings;
    private final PepperSource pepper;
    private final DynamoDbClient client;
    private final Clock clock = Clock.systemUTC();

    private Stores(Settings settings, PepperSource pepper) {
        this.settings = settings;
        this.pepper = pepper;
        this.client = DynamoDbClients.create(settings);
    }

    /// Those of a local stack.
    ///
    /// @param secrets hold the pepper, or get one
    public static Stores of(StorePlace place, LocalSecrets secrets) throws IOException {
        var pepper = new KeyPepper(secrets.keyPepper());
        return of(Settings.of(variables(place, secrets)), () -> pepper);
    }

    /// @param settings name the Region, the two tables and, where it is not AWS's own, the endpoint
    public static Stores of(Settings settings, PepperSource pepper) {
        return new Stores(settings, pepper);
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

    /// Both tables, for backup and restore.
    public StoreTables tables() {
        return new StoreTables(
                DynamoDbClients.patient(settings),
                settings.required(Setting.TENANT_TABLE),
                settings.required(Setting.PLATFORM_TABLE));
    }

    public ConfigStore config() {
        return new DynamoConfigStore(client, settings);
    }

    /// What a configuration directory would change. Changes nothing.
    ///
    /// @param variables what stands for its `${TOLLGATE_…}`
    /// @throws StackException with the mistakes in it
    public Plan.Changes plan(Path directory, Map<String, String> variables) {
        return switch (importer().plan(directory, variables)) {
            case Plan.Changes changes -> changes;
            case Plan.Mistakes mistakes ->
                    throw new StackException(
                            "the configuration in "
                                    + directory
                                    + " is not applied:\n  "
                                    + String.join("\n  ", mistakes.lines()));
        };
    }

    /// All of it or nothing.
    public void apply(Plan.Changes changes) {
        importer().apply(changes);
    }

    private ConfigImporter importer() {
        return new ConfigImporter(config(), new DynamoConfigWriter(client, settings), clock);
    }

    public QuotaLedger ledger() {
        return new DynamoQuotaLedger(TenantTable.unbound(client, settings), new SecureIds(), clock);
    }

    public VirtualKeys keys() {
        return new VirtualKeys(
                new DynamoVirtualKeyStore(client, settings), pepper, new SecureIds(), clock);
    }

    @Override
    public void close() {
        client.close();
    }
}
