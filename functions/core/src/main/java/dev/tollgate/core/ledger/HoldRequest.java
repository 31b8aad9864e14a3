package dev.tollgate.core.ledger;

import dev.tollgate.core.call.CallId;
import dev.tollgate.core.principal.KeyId;
import dev.tollgate.core.tenant.TenantId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Asks to set the worst case of one provider attempt aside.
///
/// @param bodyHash SHA-256 of the request body, hex: the call's id is bound to it
/// @param key the virtual key that calls, or null for a token
/// @param limits all limits of the scopes this call falls under
/// @param zone the tenant's time zone, in which its windows turn over
/// @param leaseUntil after this moment whoever meets the hold settles it at its full amount
public record HoldRequest(
        TenantId tenant,
        CallId call,
        String bodyHash,
        String subject,
        @Nullable KeyId key,
        String alias,
        String target,
        String priceVersion,
        List<Limit> limits,
        ZoneId zone,
        Amounts worstCase,
        Instant at,
        Instant leaseUntil) {
    public HoldRequest {
        limits = List.copyOf(limits);
        if (!leaseUntil.isAfter(at)) {
            throw new IllegalArgumentException("a lease ends after it begins");
        }
    }
}
