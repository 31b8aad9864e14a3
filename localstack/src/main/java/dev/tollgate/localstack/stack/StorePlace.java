package dev.tollgate.localstack.stack;

import java.net.URI;

/// Where a stack's items are.
///
/// @param endpoint of DynamoDB
public record StorePlace(URI endpoint, String tenantTable, String platformTable) {
    /// The tables that a stack makes by itself.
    static StorePlace at(URI endpoint) {
        return new StorePlace(endpoint, "tollgate-tenants", "tollgate-platform");
    }
}
