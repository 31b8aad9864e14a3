package dev.tollgate.localstack.backup;

import dev.tollgate.core.tenant.TenantId;
import java.util.Locale;

/// Which of the two tables. In their order a restore writes them: while the platform table lacks
/// issuers and keys nobody is let in, so nobody calls before the books are whole.
enum TableKind {
    TENANT,
    PLATFORM;

    /// As people and a backup's folders call it.
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Whether an item with this partition key is one of this table's.
    boolean owns(String partition) {
        return partition.startsWith(TenantId.PARTITIONS) == (this == TENANT);
    }
}
