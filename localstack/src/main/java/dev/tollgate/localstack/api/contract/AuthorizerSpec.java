package dev.tollgate.localstack.api.contract;

import java.time.Duration;
import java.util.List;

/// A REQUEST authorizer as the contract declares it: one per route family and credential header.
///
/// @param name the security scheme's; what is cached is cached under it
/// @param identityHeaders names of the headers that must be there and that the cache is keyed by
/// @param resultTtl how long an answer is reused; zero for never, at most an hour
public record AuthorizerSpec(String name, List<String> identityHeaders, Duration resultTtl) {
    private static final Duration LONGEST = Duration.ofHours(1);

    public AuthorizerSpec {
        identityHeaders = List.copyOf(identityHeaders);
        if (resultTtl.isNegative() || resultTtl.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("resultTtlSeconds is 0 to 3600, not " + resultTtl);
        }
        if (identityHeaders.isEmpty() && !resultTtl.isZero()) {
            throw new IllegalArgumentException(
                    name + " has no identity source under which answers could be kept");
        }
    }

    public boolean caches() {
        return !resultTtl.isZero();
    }
}
