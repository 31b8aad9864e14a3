package dev.tollgate.infra.contract;

import java.time.Duration;
import java.util.List;

/// A REQUEST authorizer: one per security scheme of the contract.
///
/// @param scheme the security scheme's name
/// @param function the function that decides
/// @param identitySources what must be there and what answers are kept under, for example
///   `method.request.header.Authorization`; none where nothing is kept
/// @param resultTtl how long an answer is kept: 0 to 1 hour
public record Guard(
        String scheme, String function, List<String> identitySources, Duration resultTtl) {
    public Guard {
        identitySources = List.copyOf(identitySources);
        if (identitySources.isEmpty() && resultTtl.isPositive()) {
            throw new IllegalArgumentException(
                    scheme + " has no identity source under which answers could be kept");
        }
    }
}
