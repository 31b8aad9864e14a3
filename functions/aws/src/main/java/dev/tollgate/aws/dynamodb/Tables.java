package dev.tollgate.aws.dynamodb;

import dev.tollgate.core.config.Setting;
import dev.tollgate.core.config.Settings;
import java.time.Duration;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

/// The two tables and their names for keys. In an account the CDK app makes them; here they are
/// made for the local stack and for tests.
public final class Tables {
    /// Partition key, string. Tenant-owned items have `TenantId.partitionKey`.
    public static final String PK = "pk";

    /// Sort key, string.
    public static final String SK = "sk";

    /// Epoch second from which DynamoDB may delete the item.
    public static final String TTL = "ttl";

    private static final AwsRequestOverrideConfiguration PATIENT =
            AwsRequestOverrideConfiguration.builder()
                    .apiCallAttemptTimeout(Duration.ofSeconds(15))
                    .apiCallTimeout(Duration.ofSeconds(45))
                    .build();

    private Tables() {}

    /// Makes what is missing of the tenant and the platform table and waits until both are there.
    /// What is there stays.
    public static void create(DynamoDbClient client, Settings settings) {
        create(client, settings.required(Setting.TENANT_TABLE));
        create(client, settings.required(Setting.PLATFORM_TABLE));
    }

    private static void create(DynamoDbClient client, String table) {
        try {
            client.createTable(definition(table));
        } catch (ResourceInUseException _) {
            // Made before, perhaps by a process that died before it switched TTL on: go on.
        }
        try (var waiter = client.waiter()) {
            waiter.waitUntilTableExists(
                    request -> request.tableName(table).overrideConfiguration(PATIENT));
        }
        switchTtlOn(client, table);
    }

    private static CreateTableRequest definition(String table) {
        return CreateTableRequest.builder()
                .tableName(table)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(text(PK), text(SK))
                .keySchema(key(PK, KeyType.HASH), key(SK, KeyType.RANGE))
                .overrideConfiguration(PATIENT)
                .build();
    }

    private static void switchTtlOn(DynamoDbClient client, String table) {
        TimeToLiveStatus status =
                client.describeTimeToLive(
                                request -> request.tableName(table).overrideConfiguration(PATIENT))
                        .timeToLiveDescription()
                        .timeToLiveStatus();
        if (status == TimeToLiveStatus.DISABLED) {
            client.updateTimeToLive(request ->
                    request.tableName(table)
                            .timeToLiveSpecification(ttl -> ttl.attributeName(TTL).enabled(true))
                            .overrideConfiguration(PATIENT));
        }
    }

    private static AttributeDefinition text(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }
}
