package dev.tollgate.localstack.backup;

import dev.tollgate.aws.dynamodb.Tables;
import dev.tollgate.localstack.stack.StoreTables;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.Select;

/// One table as a heap of items.
record TableItems(StoreTables tables, TableKind kind) {
    String name() {
        return switch (kind) {
            case TENANT -> tables.tenantTable();
            case PLATFORM -> tables.platformTable();
        };
    }

    /// Read page by page while they are taken, each consistently.
    Iterable<Map<String, AttributeValue>> all() {
        return tables.client().scanPaginator(scan().build()).items();
    }

    boolean isEmpty() {
        return tables.client().scan(scan().limit(1).build()).items().isEmpty();
    }

    long count() {
        return tables.client().scanPaginator(scan().select(Select.COUNT).build()).stream()
                .mapToLong(ScanResponse::count)
                .sum();
    }

    private ScanRequest.Builder scan() {
        return ScanRequest.builder().tableName(name()).consistentRead(true);
    }

    /// Puts it where there is none of its key. A batch would be fewer requests, but knows no
    /// condition.
    ///
    /// @return false when there is another one, which stays; the same one is as good as put
    boolean put(Map<String, AttributeValue> item) {
        try {
            tables.client()
                    .putItem(request ->
                            request.tableName(name())
                                    .item(item)
                                    .conditionExpression(
                                            "attribute_not_exists(" + Tables.PK + ")"));
            return true;
        } catch (ConditionalCheckFailedException _) {
            return isThere(item);
        }
    }

    private boolean isThere(Map<String, AttributeValue> item) {
        Map<String, AttributeValue> key =
                Map.of(
                        Tables.PK,
                        Objects.requireNonNull(item.get(Tables.PK)),
                        Tables.SK,
                        Objects.requireNonNull(item.get(Tables.SK)));
        Map<String, AttributeValue> found =
                tables.client()
                        .getItem(request -> request.tableName(name()).key(key).consistentRead(true))
                        .item();
        return DynamoDbJson.members(found).equals(DynamoDbJson.members(item));
    }
}
