package dev.tollgate.aws.config;

import dev.tollgate.core.config.ConfigHead;
import dev.tollgate.core.config.ConfigRefusedException;
import dev.tollgate.core.config.ConfigRegister;
import dev.tollgate.core.config.ConfigUnavailableException;
import dev.tollgate.core.config.PlatformConfig;
import dev.tollgate.core.config.Settings;
import dev.tollgate.core.config.TenantConfig;
import dev.tollgate.core.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.Update;

/// Writes the config table: one transaction over both tables, which moves the head on from the
/// revision that the change is based on, so that of two changes at once one is refused.
///
/// Bounds, of DynamoDB's 100 items and 4 MB a transaction and 400 KB an item: at most 90 tenants a
/// change, 350,000 bytes a document, 3,500,000 bytes together.
public final class DynamoConfigWriter implements ConfigRegister {
    static final int MOST_TENANTS = 90;
    static final int LARGEST_DOCUMENT = 350_000;
    private static final int LARGEST_CHANGE = 3_500_000;

    private final DynamoDbClient client;
    private final ConfigItems items;

    public DynamoConfigWriter(DynamoDbClient client, Settings settings) {
        this.client = client;
        this.items = ConfigItems.of(settings);
    }

    @Override
    public ConfigHead head() {
        try {
            var response =
                    client.getItem(request ->
                            request.tableName(items.platformTable())
                                    .key(items.head())
                                    .consistentRead(true));
            return response.hasItem() ? head(response.item()) : ConfigHead.NONE;
        } catch (SdkException e) {
            throw new ConfigUnavailableException("where the configuration stands", e);
        }
    }

    private static ConfigHead head(Map<String, AttributeValue> item) {
        AttributeValue tenants = item.get(ConfigItems.TENANTS);
        return new ConfigHead(
                ConfigItems.number(item, ConfigItems.REVISION),
                tenants == null
                        ? Set.of()
                        : tenants.ss().stream()
                                .map(TenantId::new)
                                .collect(Collectors.toUnmodifiableSet()));
    }

    @Override
    public void apply(
            ConfigHead basis, @Nullable PlatformConfig platform, List<TenantConfig> tenants) {
        if (platform == null && tenants.isEmpty()) {
            return;
        }
        List<TransactWriteItem> writes = writes(basis, platform, tenants);
        try {
            client.transactWriteItems(request -> request.transactItems(writes));
        } catch (TransactionCanceledException e) {
            throw refusal(e);
        } catch (SdkException e) {
            throw new ConfigUnavailableException("the configuration could not be applied", e);
        }
    }

    private List<TransactWriteItem> writes(
            ConfigHead basis, @Nullable PlatformConfig platform, List<TenantConfig> tenants) {
        if (tenants.size() > MOST_TENANTS) {
            throw new ConfigRefusedException(
                    "this changes %d tenants and one step takes %d: apply some of the files first"
                            .formatted(tenants.size(), MOST_TENANTS),
                    null);
        }
        var size = new Size();
        var writes = new ArrayList<TransactWriteItem>();
        writes.add(moveHead(basis, tenants));
        if (platform != null) {
            String document = size.add("the platform", ConfigDocuments.json(platform));
            writes.add(document(items.platformTable(), items.platform(), document));
        }
        for (TenantConfig tenant : tenants) {
            String document = size.add("tenant " + tenant.tenant(), ConfigDocuments.json(tenant));
            writes.add(document(items.tenantTable(), items.tenant(tenant.tenant()), document));
        }
        return writes;
    }

    private TransactWriteItem moveHead(ConfigHead basis, List<TenantConfig> tenants) {
        var values = new HashMap<String, AttributeValue>();
        values.put(":one", AttributeValue.fromN("1"));
        values.put(":zero", AttributeValue.fromN("0"));
        values.put(":basis", AttributeValue.fromN(Long.toString(basis.revision())));
        String more = "";
        if (!tenants.isEmpty()) {
            List<String> ids = tenants.stream().map(tenant -> tenant.tenant().value()).toList();
            values.put(":tenants", AttributeValue.fromSs(ids));
            more = " ADD tenants :tenants";
        }
        String condition = "revision = :basis";
        if (basis.revision() == 0) {
            condition = "attribute_not_exists(revision) OR " + condition;
        }
        return update(
                Update.builder()
                        .tableName(items.platformTable())
                        .key(items.head())
                        .conditionExpression(condition)
                        .updateExpression(
                                "SET revision = if_not_exists(revision, :zero) + :one" + more)
                        .expressionAttributeValues(values));
    }

    private static TransactWriteItem document(
            String table, Map<String, AttributeValue> key, String document) {
        return update(
                Update.builder()
                        .tableName(table)
                        .key(key)
                        .updateExpression(
                                "SET #document = :document,"
                                        + " #version = if_not_exists(#version, :zero) + :one")
                        .expressionAttributeNames(
                                Map.of(
                                        "#document", ConfigItems.DOCUMENT,
                                        "#version", ConfigItems.VERSION))
                        .expressionAttributeValues(
                                Map.of(
                                        ":document", AttributeValue.fromS(document),
                                        ":zero", AttributeValue.fromN("0"),
                                        ":one", AttributeValue.fromN("1"))));
    }

    private static TransactWriteItem update(Update.Builder update) {
        return TransactWriteItem.builder().update(update.build()).build();
    }

    private static RuntimeException refusal(TransactionCanceledException e) {
        boolean moved =
                e.cancellationReasons().stream()
                        .anyMatch(reason ->
                                "ConditionalCheckFailed".equals(reason.code())
                                        || "TransactionConflict".equals(reason.code()));
        return moved
                ? new ConfigRefusedException(
                        "somebody else changed the configuration in the meantime: plan again", e)
                : new ConfigUnavailableException("the configuration could not be applied", e);
    }

    /// Adds up the documents of one change.
    private static final class Size {
        private int sum;

        String add(String whose, String document) {
            int bytes = document.getBytes(StandardCharsets.UTF_8).length;
            sum += bytes;
            if (bytes > LARGEST_DOCUMENT || sum > LARGEST_CHANGE) {
                throw new ConfigRefusedException(
                        "the configuration of %s has %d bytes, the change %d: one document takes %d, one change %d"
                                .formatted(whose, bytes, sum, LARGEST_DOCUMENT, LARGEST_CHANGE),
                        null);
            }
            return document;
        }
    }
}
