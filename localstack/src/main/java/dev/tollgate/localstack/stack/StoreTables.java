package dev.tollgate.localstack.stack;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Both tables as a whole, for who copies them.
///
/// @param client patient, since nobody waits for it; closed with this
public record StoreTables(DynamoDbClient client, String tenantTable, String platformTable)
        implements AutoCloseable {
    @Override
    public void close() {
        client.close();
    }
}
