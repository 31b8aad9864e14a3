package dev.tollgate.core.tenant;

import java.util.regex.Pattern;

/// A tenant's id: `[a-z0-9-]{2,32}`, so that neither a separator nor another tenant's id fits
/// inside it.
public record TenantId(String value) {
    /// What the partition key of everything that a tenant owns begins with.
    public static final String PARTITIONS = "TENANT#";

    private static final Pattern SHAPE = Pattern.compile("[a-z0-9-]{2,32}");

    public TenantId {
        if (!isValid(value)) {
            throw new IllegalArgumentException(
                    "a tenant id is 2 to 32 of a-z, 0-9 and '-', not \"" + value + '"');
        }
    }

    /// Whether the text could be a tenant id; for input that is not trusted.
    public static boolean isValid(String value) {
        return SHAPE.matcher(value).matches();
    }

    /// The partition key of everything this tenant owns on one shard: `TENANT#<id>#<shard>`.
    ///
    /// @param shard 0 or more
    public String partitionKey(int shard) {
        return PARTITIONS + value + '#' + shard;
    }

    @Override
    public String toString() {
        return value;
    }
}
