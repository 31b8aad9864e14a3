package dev.tollgate.core.call;

import dev.tollgate.core.money.Money;
import dev.tollgate.core.principal.KeyId;
import dev.tollgate.core.tenant.TenantId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What stands on record of one logical call: who, what, and each attempt that was made for it.
///
/// @param subject who asked for the newest attempt
/// @param key the virtual key of the newest attempt, or null for a token
/// @param requestId the gateway's request id of the newest attempt (`x-amzn-RequestId`)
public record CallLine(
        TenantId tenant,
        CallId call,
        String subject,
        @Nullable KeyId key,
        String alias,
        String requestId,
        List<Attempt> attempts) {
    public CallLine {
        attempts = List.copyOf(attempts);
    }

    /// What all attempts cost together.
    public Money cost() {
        return attempts.stream().map(Attempt::cost).reduce(Money.ZERO, Money::plus);
    }
}
