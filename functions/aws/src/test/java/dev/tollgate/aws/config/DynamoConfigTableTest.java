package dev.tollgate.aws.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.aws.dynamodb.DynamoDbClients;
import dev.tollgate.aws.dynamodb.Tables;
import dev.tollgate.core.config.ConfigHead;
import dev.tollgate.core.config.ConfigRefusedException;
import dev.tollgate.core.config.ConfigRegister;
import dev.tollgate.core.config.ConfigStore;
import dev.tollgate.core.config.ConfigUnavailableException;
import dev.tollgate.core.config.PlatformConfig;
import dev.tollgate.core.config.Setting;
import dev.tollgate.core.config.Settings;
import dev.tollgate.core.config.TenantConfig;
import dev.tollgate.core.tenant.TenantId;
import dev.tollgate.localstack.dynamodb.DynamoDbLocal;
import dev.tollgate.testkit.ConfigStoreContract;
import dev.tollgate.testkit.Fixtures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DynamoConfigTableTest extends ConfigStoreContract {
    private DynamoDbLocal dynamo;
    private DynamoDbClient client;
    private Settings settings;
    private int tables;

    @BeforeAll
    void start(@TempDir Path logs) throws IOException {
        Path classpath = DynamoDbLocal.classpath(Path.of("").toAbsolutePath());
        dynamo =
                DynamoDbLocal.start(
                        new DynamoDbLocal.Launch(classpath, 0, null, logs.resolve("dynamodb.log")));
    }

    @AfterAll
    void stop() {
        dynamo.close();
    }

    @BeforeEach
    void create() {
        tables++;
        settings = settings(dynamo.endpoint().toString());
        client = DynamoDbClients.create(settings);
        Tables.create(client, settings);
    }

    @AfterEach
    void close() {
        client.close();
    }

    private Settings settings(String endpoint) {
        return Settings.of(
                Map.of(
                        Setting.TENANT_TABLE.key(),
                        "tenants" + tables,
                        Setting.PLATFORM_TABLE.key(),
                        "platform" + tables,
                        Setting.DYNAMODB_ENDPOINT.key(),
                        endpoint,
                        Setting.REGION.key(),
                        "us-east-1"));
    }

    @Override
    protected ConfigStore store() {
        return new DynamoConfigStore(client, settings);
    }

    @Override
    protected ConfigRegister register() {
        return new DynamoConfigWriter(client, settings);
    }

    @Test
    void apply_tenant_isTheTenantsOwnItem() {
        register().apply(null, List.of(Fixtures.tenant(Fixtures.ACME)));

        var item =
                client.getItem(request ->
                        request.tableName("tenants" + tables)
                                .key(
                                        Map.of(
                                                Tables.PK, AttributeValue.fromS("TENANT#acme#0"),
                                                Tables.SK, AttributeValue.fromS("CONFIG"))));
        assertTrue(item.hasItem());
    }

    @Test
    void apply_asManyTenantsAsOneStepTakes_areAllThere() {
        List<TenantConfig> most = tenants(DynamoConfigWriter.MOST_TENANTS);
        register().apply(PlatformConfig.EMPTY, most);

        assertEquals(DynamoConfigWriter.MOST_TENANTS, register().head().tenants().size());
    }

    @Test
    void apply_oneTenantMore_isRefusedAndChangesNothing() {
        List<TenantConfig> tooMany = tenants(DynamoConfigWriter.MOST_TENANTS + 1);

        assertThrows(ConfigRefusedException.class, () -> register().apply(null, tooMany));

        assertEquals(ConfigHead.NONE, register().head());
    }

    @Test
    void apply_documentTooLarge_namesTheTenantAndChangesNothing() {
        TenantConfig acme = Fixtures.tenant(Fixtures.ACME);
        var large =
                new TenantConfig(
                        0,
                        acme.tenant(),
                        "n".repeat(DynamoConfigWriter.LARGEST_DOCUMENT),
                        acme.zone(),
                        acme.aliases(),
                        acme.limits(),
                        acme.keys(),
                        null);

        var refused =
                assertThrows(
                        ConfigRefusedException.class,
                        () -> register().apply(PlatformConfig.EMPTY, List.of(large)));

        assertTrue(String.valueOf(refused.getMessage()).contains("tenant acme"), refused::toString);
        assertEquals(ConfigHead.NONE, register().head());
    }

    @Test
    void apply_oneWriteOfTheStepFails_appliesNone() {
        // A version that is no number makes the last update of the transaction invalid.
        client.putItem(request ->
                request.tableName("tenants" + tables)
                        .item(
                                Map.of(
                                        Tables.PK, AttributeValue.fromS("TENANT#globex#0"),
                                        Tables.SK, AttributeValue.fromS("CONFIG"),
                                        ConfigItems.VERSION, AttributeValue.fromS("broken"))));

        assertThrows(
                RuntimeException.class,
                () ->
                        register()
                                .apply(
                                        PlatformConfig.EMPTY,
                                        List.of(
                                                Fixtures.tenant(Fixtures.ACME),
                                                Fixtures.tenant(Fixtures.GLOBEX))));

        assertEquals(ConfigHead.NONE, register().head());
        assertEquals(0, store().platform().version());
        assertEquals(Optional.empty(), store().tenant(Fixtures.ACME));
    }

    @Test
    void tenant_brokenDocument_isUnavailable() {
        client.putItem(request ->
                request.tableName("tenants" + tables)
                        .item(
                                Map.of(
                                        Tables.PK, AttributeValue.fromS("TENANT#acme#0"),
                                        Tables.SK, AttributeValue.fromS("CONFIG"),
                                        ConfigItems.VERSION, AttributeValue.fromN("1"),
                                        ConfigItems.DOCUMENT, AttributeValue.fromS("{"))));

        assertThrows(ConfigUnavailableException.class, () -> store().tenant(Fixtures.ACME));
    }

    @Test
    void assembly_nobodyListens_doesNoInputOrOutput() {
        Settings nowhere = settings("http://127.0.0.1:1");
        try (DynamoDbClient silent = DynamoDbClients.create(nowhere)) {
            var store = new DynamoConfigStore(silent, nowhere);
            var register = new DynamoConfigWriter(silent, nowhere);

            assertThrows(ConfigUnavailableException.class, store::platform);
            assertThrows(ConfigUnavailableException.class, register::head);
            assertThrows(
                    ConfigUnavailableException.class,
                    () -> register.apply(ConfigHead.NONE, PlatformConfig.EMPTY, List.of()));
        }
    }

    private static List<TenantConfig> tenants(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Fixtures.tenant(new TenantId("tenant-" + i)))
                .toList();
    }
}
