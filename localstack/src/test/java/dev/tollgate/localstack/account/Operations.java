package dev.tollgate.localstack.account;

import dev.tollgate.aws.dynamodb.Tables;
import dev.tollgate.core.tenant.TenantId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/// Every way there is to get at an item of the tenant table.
final class Operations {
    static final String TABLE = "tenants";

    /// A change of an item of its own, and of the forged one.
    static final String TWICE = "TransactWriteItems with one of its own";

    static final Operation GET =
            (client, _, other) -> client.getItem(get -> get.tableName(TABLE).key(key(other)));

    static final Operation UPDATE =
            (client, _, other) ->
                    client.updateItem(update ->
                            update.tableName(TABLE)
                                    .key(key(other))
                                    .updateExpression("SET touched = :yes")
                                    .expressionAttributeValues(Map.of(":yes", text("yes"))));

    /// What functions do.
    static final Map<String, Operation> OWN =
            Map.of(
                    "GetItem",
                    GET,
                    "UpdateItem",
                    UPDATE,
                    "TransactGetItems",
                    (client, _, other) ->
                            client.transactGetItems(get ->
                                    get.transactItems(
                                            TransactGetItem.builder()
                                                    .get(item ->
                                                            item.tableName(TABLE).key(key(other)))
                                                    .build())),
                    "TransactWriteItems",
                    (client, _, other) ->
                            client.transactWriteItems(write -> write.transactItems(update(other))));

    static final Map<String, Operation> ALL = all();

    private Operations() {}

    static Map<String, AttributeValue> key(TenantId tenant) {
        return Map.of(Tables.PK, text(tenant.partitionKey(0)), Tables.SK, text("CONFIG"));
    }

    private static Map<String, Operation> all() {
        var all = new TreeMap<>(OWN);
        all.put(
                "PutItem",
                (client, _, other) -> client.putItem(put -> put.tableName(TABLE).item(key(other))));
        all.put(
                "DeleteItem",
                (client, _, other) ->
                        client.deleteItem(delete -> delete.tableName(TABLE).key(key(other))));
        all.put(
                "Query",
                (client, _, other) ->
                        client.query(query ->
                                query.tableName(TABLE)
                                        .keyConditionExpression("#pk = :pk")
                                        .expressionAttributeNames(Map.of("#pk", Tables.PK))
                                        .expressionAttributeValues(
                                                Map.of(":pk", text(other.partitionKey(0))))));
        all.put("Scan", (client, _, _) -> client.scan(scan -> scan.tableName(TABLE)));
        all.put(
                "PartiQL",
                (client, _, other) ->
                        client.executeStatement(execute ->
                                execute.statement("SELECT * FROM \"tenants\" WHERE pk = ?")
                                        .parameters(text(other.partitionKey(0)))));
        all.put(
                TWICE,
                (client, own, other) ->
                        client.transactWriteItems(
                                write -> write.transactItems(update(own), update(other))));
        all.put(
                "TransactWriteItems that checks",
                (client, own, other) ->
                        client.transactWriteItems(
                                write -> write.transactItems(update(own), check(other))));
        all.put(
                "BatchGetItem",
                (client, own, other) ->
                        client.batchGetItem(get ->
                                get.requestItems(
                                        Map.of(
                                                TABLE,
                                                KeysAndAttributes.builder()
                                                        .keys(
                                                                own.equals(other)
                                                                        ? List.of(key(own))
                                                                        : List.of(
                                                                                key(own),
                                                                                key(other)))
                                                        .build()))));
        all.put(
                "BatchWriteItem",
                (client, _, other) ->
                        client.batchWriteItem(write ->
                                write.requestItems(
                                        Map.of(
                                                TABLE,
                                                List.of(
                                                        WriteRequest.builder()
                                                                .putRequest(
                                                                        put -> put.item(key(other)))
                                                                .build())))));
        return all;
    }

    private static TransactWriteItem update(TenantId tenant) {
        return TransactWriteItem.builder()
                .update(update ->
                        update.tableName(TABLE)
                                .key(key(tenant))
                                .updateExpression("SET touched = :yes")
                                .expressionAttributeValues(Map.of(":yes", text("yes"))))
                .build();
    }

    private static TransactWriteItem check(TenantId tenant) {
        return TransactWriteItem.builder()
                .conditionCheck(check ->
                        check.tableName(TABLE)
                                .key(key(tenant))
                                .conditionExpression("attribute_exists(pk)"))
                .build();
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }
}
