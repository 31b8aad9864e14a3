package dev.tollgate.aws.key;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.aws.dynamodb.DynamoDbClients;
import dev.tollgate.aws.dynamodb.Tables;
import dev.tollgate.core.config.Setting;
import dev.tollgate.core.config.Settings;
import dev.tollgate.core.principal.KeyPepper;
import dev.tollgate.core.principal.KeySecret;
import dev.tollgate.core.principal.KeyStoreUnavailableException;
import dev.tollgate.core.principal.VirtualKey;
import dev.tollgate.core.principal.VirtualKeyStore;
import dev.tollgate.localstack.dynamodb.DynamoDbLocal;
import dev.tollgate.testkit.Fixtures;
import dev.tollgate.testkit.SequentialIds;
import dev.tollgate.testkit.VirtualKeyStoreContract;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DynamoVirtualKeyStoreTest extends VirtualKeyStoreContract {
    private final AtomicInteger tables = new AtomicInteger();
    private DynamoDbLocal process;
    private DynamoDbClient client;
    private Settings settings;
    private VirtualKeyStore store;

    @BeforeAll
    void start() throws IOException {
        Path target = Files.createDirectories(Path.of("target"));
        process =
                DynamoDbLocal.start(
                        new DynamoDbLocal.Launch(
                                DynamoDbLocal.classpath(target),
                                0,
                                null,
                                target.resolve("dynamodb-local-keys.log")));
        client = DynamoDbClients.create(settings(process.endpoint(), "unused"));
    }

    @BeforeEach
    void empty() {
        settings = settings(process.endpoint(), "platform-" + tables.incrementAndGet());
        Tables.create(client, settings);
        store = new DynamoVirtualKeyStore(client, settings);
    }

    @AfterAll
    void stop() {
        client.close();
        process.close();
    }

    @Override
    protected VirtualKeyStore store() {
        return store;
    }

    @Test
    void create_anyKey_storesNothingOfTheSecret() {
        var ids = new SequentialIds();
        KeySecret secret = KeySecret.of(ids.next() + ids.next());
        var pepper = new KeyPepper(ids.next());
        store.create(aKey(), pepper.hash(secret));

        String items =
                client.scan(scan -> scan.tableName(settings.required(Setting.PLATFORM_TABLE)))
                        .items()
                        .toString();
        assertTrue(items.contains(pepper.hash(secret)));
        assertFalse(items.contains(secret.value()));
        assertFalse(items.contains(pepper.value()));
    }

    @Test
    void find_storeDown_throwsUnavailable() {
        // Nothing listens on port 1.
        var nowhere = settings(URI.create("http://127.0.0.1:1"), "platform");
        try (var down = DynamoDbClients.create(nowhere)) {
            var unreachable = new DynamoVirtualKeyStore(down, nowhere);

            assertThrows(KeyStoreUnavailableException.class, () -> unreachable.find("hash-1"));
            assertThrows(
                    KeyStoreUnavailableException.class, () -> unreachable.create(aKey(), "hash-1"));
        }
    }

    private static VirtualKey aKey() {
        return new VirtualKey(
                Fixtures.ALICES_KEY,
                Fixtures.ACME,
                Fixtures.ALICE,
                Fixtures.alice().scope(),
                Fixtures.NOW,
                null,
                null);
    }

    private static Settings settings(URI endpoint, String table) {
        return Settings.of(
                Map.of(
                        Setting.DYNAMODB_ENDPOINT.key(),
                        endpoint.toString(),
                        Setting.REGION.key(),
                        "eu-central-1",
                        Setting.TENANT_TABLE.key(),
                        "tenants",
                        Setting.PLATFORM_TABLE.key(),
                        table));
    }
}
