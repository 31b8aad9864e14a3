package dev.tollgate.localstack.backup;

import dev.tollgate.aws.dynamodb.DynamoDbClients;
import dev.tollgate.aws.dynamodb.Tables;
import dev.tollgate.core.config.Setting;
import dev.tollgate.core.config.Settings;
import dev.tollgate.core.principal.KeyPepper;
import dev.tollgate.localstack.dynamodb.DynamoDbLocal;
import dev.tollgate.localstack.stack.StoreTables;
import dev.tollgate.localstack.stack.Stores;
import dev.tollgate.testkit.SequentialIds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A store with as many pairs of tables as a test wants.
record Copies(DynamoDbLocal store, AtomicInteger made) implements AutoCloseable {
    /// More than a restore has in flight at once.
    static final int LINES = 75;

    /// With three others DynamoDB's page of 1 MB is full.
    private static final int LARGE = 300_000;

    static Copies start() throws IOException {
        Path target = Files.createDirectories(Path.of("target"));
        var launch =
                new DynamoDbLocal.Launch(
                        DynamoDbLocal.classpath(target),
                        0,
                        null,
                        target.resolve("dynamodb-local-backup.log"));
        return new Copies(DynamoDbLocal.start(launch), new AtomicInteger());
    }

    /// Two new tables without an item.
    StoreTables empty() {
        int number = made.incrementAndGet();
        var settings =
                Settings.of(
                        Map.of(
                                Setting.REGION.key(),
                                "us-east-1",
                                Setting.TENANT_TABLE.key(),
                                "tenants-" + number,
                                Setting.PLATFORM_TABLE.key(),
                                "platform-" + number,
                                Setting.DYNAMODB_ENDPOINT.key(),
                                store.endpoint().toString()));
        try (var client = DynamoDbClients.patient(settings)) {
            Tables.create(client, settings);
        }
        var pepper = new KeyPepper(new SequentialIds().next());
        try (var stores = Stores.of(settings, () -> pepper)) {
            return stores.tables();
        }
    }

    /// Two new tables with items of every type, on more than one page.
    StoreTables full() {
        StoreTables tables = empty();
        for (var item : tenantItems()) {
            tables.client().putItem(put -> put.tableName(tables.tenantTable()).item(item));
        }
        var key = item("KEY#0123", "KEY", Map.of("owner", AttributeValue.fromS("ada")));
        tables.client().putItem(put -> put.tableName(tables.platformTable()).item(key));
        return tables;
    }

    static List<Map<String, AttributeValue>> tenantItems() {
        var items = new ArrayList<Map<String, AttributeValue>>();
        items.add(item("TENANT#acme#0", "BUDGET", DynamoDbJsonTest.EVERY_TYPE));
        IntStream.range(0, LINES)
                .mapToObj(line ->
                        item(
                                "TENANT#globex#0",
                                "CALL#" + line,
                                Map.of("n", AttributeValue.fromN("" + line))))
                .forEach(items::add);
        var large = Map.of("large", AttributeValue.fromS("x".repeat(LARGE)));
        IntStream.range(0, 4)
                .mapToObj(part -> item("TENANT#acme#0", "CALL#" + part, large))
                .forEach(items::add);
        return items;
    }

    static Map<String, AttributeValue> item(
            String partition, String sort, Map<String, AttributeValue> members) {
        var item = new HashMap<>(members);
        item.put(Tables.PK, AttributeValue.fromS(partition));
        item.put(Tables.SK, AttributeValue.fromS(sort));
        return Map.copyOf(item);
    }

    /// Everything in both tables, in a form in which equal items are equal.
    static List<Set<?>> contents(StoreTables tables) {
        var contents = new ArrayList<Set<?>>();
        for (TableKind kind : TableKind.values()) {
            var items = new HashSet<Object>();
            new TableItems(tables, kind)
                    .all()
                    .forEach(item -> items.add(DynamoDbJson.members(item)));
            contents.add(items);
        }
        return contents;
    }

    @Override
    public void close() {
        store.close();
    }
}
