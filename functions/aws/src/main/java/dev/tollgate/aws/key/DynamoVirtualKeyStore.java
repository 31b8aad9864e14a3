package dev.tollgate.aws.key;

import dev.tollgate.aws.dynamodb.Tables;
import dev.tollgate.core.config.Setting;
import dev.tollgate.core.config.Settings;
import dev.tollgate.core.principal.KeyId;
import dev.tollgate.core.principal.KeyStoreUnavailableException;
import dev.tollgate.core.principal.VirtualKey;
import dev.tollgate.core.principal.VirtualKeyStore;
import dev.tollgate.core.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.Update;

/// The key index in the platform table, see [KeyItems]. Both items of a key are written in one
/// transaction and read consistently, so that a revoked key is never found good. Making an instance
/// does no I/O.
public final class DynamoVirtualKeyStore implements VirtualKeyStore {
    private static final String FREE = "attribute_not_exists(" + Tables.PK + ")";
    private static final String GOOD =
            "attribute_exists(" + Tables.PK + ") AND attribute_not_exists(#revoked)";
    private static final int ATTEMPTS = 5;

    private final DynamoDbClient client;
    private final String table;

    public DynamoVirtualKeyStore(DynamoDbClient client, Settings settings) {
        this.client = client;
        this.table = settings.required(Setting.PLATFORM_TABLE);
    }

    @Override
    public Optional<VirtualKey> find(String secretHash) {
        return ask(() -> item(KeyItems.indexKey(secretHash)).map(KeyItems::key));
    }

    @Override
    public void create(VirtualKey key, String secretHash) {
        boolean created =
                ask(() ->
                        write(
                                put(KeyItems.indexItem(key, secretHash)),
                                put(KeyItems.listItem(key, secretHash))));
        if (!created) {
            throw new IllegalArgumentException("the key " + key.id() + " or its hash exists");
        }
    }

    @Override
    public boolean revoke(TenantId tenant, KeyId id, Instant at) {
        return ask(() -> {
            var listed = item(KeyItems.listKey(tenant, id));
            if (listed.isEmpty()) {
                return false;
            }
            String hash = KeyItems.read(listed.get(), KeyItems.HASH);
            // Written by nobody else but a revocation: a refused condition says that it is done.
            boolean first =
                    write(
                            revoke(KeyItems.indexKey(hash), at),
                            revoke(KeyItems.listKey(tenant, id), at));
            return first || isRevoked(tenant, id);
        });
    }

    @Override
    public List<VirtualKey> list(TenantId tenant) {
        return ask(() ->
                client
                        .queryPaginator(query ->
                                query.tableName(table)
                                        .consistentRead(true)
                                        .keyConditionExpression(Tables.PK + " = :tenant")
                                        .expressionAttributeValues(
                                                Map.of(
                                                        ":tenant",
                                                        KeyItems.text(
                                                                KeyItems.listPartition(tenant)))))
                        .items()
                        .stream()
                        .map(KeyItems::key)
                        .toList());
    }

    private boolean isRevoked(TenantId tenant, KeyId id) {
        return item(KeyItems.listKey(tenant, id))
                .filter(item -> item.containsKey(KeyItems.REVOKED_AT))
                .isPresent();
    }

    private Optional<Map<String, AttributeValue>> item(Map<String, AttributeValue> key) {
        var answer =
                client.getItem(request -> request.tableName(table).key(key).consistentRead(true));
        return answer.hasItem() ? Optional.of(answer.item()) : Optional.empty();
    }

    /// @return false when a condition refused it. Another writer in the way is waited out; a lost
    ///   reply is recognised by the SDK's idempotency token.
    private boolean write(TransactWriteItem... items) {
        for (int attempt = 1; ; attempt++) {
            try {
                client.transactWriteItems(request -> request.transactItems(items));
                return true;
            } catch (TransactionCanceledException e) {
                if (isRefused(e)) {
                    return false;
                }
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static boolean isRefused(TransactionCanceledException cancelled) {
        return cancelled.cancellationReasons().stream()
                .anyMatch(reason -> "ConditionalCheckFailed".equals(reason.code()));
    }

    private TransactWriteItem put(Map<String, AttributeValue> item) {
        return TransactWriteItem.builder()
                .put(Put.builder().tableName(table).item(item).conditionExpression(FREE).build())
                .build();
    }

    private TransactWriteItem revoke(Map<String, AttributeValue> key, Instant at) {
        return TransactWriteItem.builder()
                .update(
                        Update.builder()
                                .tableName(table)
                                .key(key)
                                .conditionExpression(GOOD)
                                .updateExpression("SET #revoked = :at")
                                .expressionAttributeNames(Map.of("#revoked", KeyItems.REVOKED_AT))
                                .expressionAttributeValues(
                                        Map.of(":at", KeyItems.text(at.toString())))
                                .build())
                .build();
    }

    private static <T> T ask(Supplier<T> question) {
        try {
            return question.get();
        } catch (SdkException e) {
            throw new KeyStoreUnavailableException("the key index did not answer", e);
        }
    }
}
