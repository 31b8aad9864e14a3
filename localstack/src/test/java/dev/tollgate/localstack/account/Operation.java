package dev.tollgate.localstack.account;

import dev.tollgate.core.tenant.TenantId;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// One way to get at an item.
@FunctionalInterface
interface Operation {
    /// @param own whose session it is
    /// @param other whose item is wanted
    void on(DynamoDbClient client, TenantId own, TenantId other);
}
