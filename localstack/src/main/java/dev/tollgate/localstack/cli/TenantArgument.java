package dev.tollgate.localstack.cli;

import dev.tollgate.core.tenant.TenantId;
import dev.tollgate.localstack.stack.StackException;

/// A tenant id from the command line.
final class TenantArgument {
    private TenantArgument() {}

    static TenantId read(String value) {
        if (!TenantId.isValid(value)) {
            throw new StackException(
                    "\"" + value + "\" is no tenant id: 2 to 32 of a-z, 0-9 and '-'");
        }
        return new TenantId(value);
    }
}
