package dev.tollgate.aws.dynamodb;

import dev.tollgate.aws.tenant.TenantCredentials;
import dev.tollgate.core.config.Setting;
import dev.tollgate.core.config.Settings;
import dev.tollgate.core.tenant.TenantId;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/// The table of tenant-owned items, and the only way to it: one client for all tenants, each
/// request signed with the credentials of the tenant that it is for. Thread-safe.
///
/// Every method throws what the client throws, and `TenantSessionUnavailableException` when the
/// tenant has no credentials now.
public final class TenantTable {
    private final DynamoDbClient client;
    private final String name;
    private final @Nullable TenantCredentials credentials;

    /// @throws IllegalStateException when the settings do not name the table
    public TenantTable(DynamoDbClient client, Settings settings, TenantCredentials credentials) {
        this(client, settings.required(Setting.TENANT_TABLE), credentials);
    }

    private TenantTable(
            DynamoDbClient client, String name, @Nullable TenantCredentials credentials) {
        this.client = client;
        this.name = name;
        this.credentials = credentials;
    }

    /// With the client's own credentials for every tenant: for operators' tools and for tests.
    public static TenantTable unbound(DynamoDbClient client, Settings settings) {
        return new TenantTable(client, settings.required(Setting.TENANT_TABLE), null);
    }

    public String name() {
        return name;
    }

    /// An item as it is, consistently read; empty when there is none.
    public Map<String, AttributeValue> item(TenantId tenant, Map<String, AttributeValue> key) {
        return client.getItem(
                        GetItemRequest.builder()
                                .tableName(name)
                                .key(key)
                                .consistentRead(true)
                                .overrideConfiguration(as(tenant))
                                .build())
                .item();
    }

    /// @param request without table
    public UpdateItemResponse update(TenantId tenant, UpdateItemRequest.Builder request) {
        return client.updateItem(request.tableName(name).overrideConfiguration(as(tenant)).build());
    }

    /// All of these changes, or none.
    public void transact(TenantId tenant, TransactWriteItem... changes) {
        client.transactWriteItems(
                TransactWriteItemsRequest.builder()
                        .transactItems(changes)
                        .overrideConfiguration(as(tenant))
                        .build());
    }

    /// @param request without table
    public QueryResponse query(TenantId tenant, QueryRequest.Builder request) {
        return client.query(request.tableName(name).overrideConfiguration(as(tenant)).build());
    }

    private @Nullable AwsRequestOverrideConfiguration as(TenantId tenant) {
        return credentials == null
                ? null
                : AwsRequestOverrideConfiguration.builder()
                        .credentialsProvider(credentials.of(tenant))
                        .build();
    }
}
