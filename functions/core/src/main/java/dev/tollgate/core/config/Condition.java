package dev.tollgate.core.config;

import dev.tollgate.core.principal.Principal;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Which calls a target is for: those that meet everything said here.
///
/// @param leastBytes of the request's body, 0 or more
/// @param mostBytes of the request's body, [#ANY_SIZE] for no bound
/// @param claims of the caller's token: of each named one of the values listed; who calls by a key
///   has none
/// @param budgetLeft percent of each of the caller's budgets that the call's worst case has to
///   leave, 0 to 99
public record Condition(
        long leastBytes, long mostBytes, Map<String, Set<String>> claims, int budgetLeft) {
    public static final long ANY_SIZE = Long.MAX_VALUE;

    /// The name in configuration and traces of a call's size.
    public static final String INPUT_BYTES = "inputBytes";

    /// The name in configuration and traces of a token's claims.
    public static final String CLAIMS = "claims";

    /// The name in configuration and traces of what budgets are left with.
    public static final String BUDGET_LEFT = "budgetLeft";

    /// Every call.
    public static final Condition ANY = ofBytes(0, ANY_SIZE);

    public Condition {
        claims =
                claims.entrySet().stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        Map.Entry::getKey, claim -> Set.copyOf(claim.getValue())));
        if (leastBytes < 0 || mostBytes < leastBytes) {
            throw new IllegalArgumentException("bytes are 0 or more, the least first");
        }
        if (budgetLeft < 0 || budgetLeft > 99) {
            throw new IllegalArgumentException("what is left of a budget is 0 to 99 percent");
        }
    }

    /// Calls of a size.
    public static Condition ofBytes(long least, long most) {
        return new Condition(least, most, Map.of(), 0);
    }

    /// The first thing said here that a call does not meet, by its name: `inputBytes`,
    /// `claims.plan`. What budgets are left with is not looked at: only the hold knows.
    ///
    /// @param bytes of the request's body
    public Optional<String> unmet(long bytes, Principal caller) {
        if (bytes < leastBytes || bytes > mostBytes) {
            return Optional.of(INPUT_BYTES);
        }
        return claims.entrySet().stream()
                .filter(claim -> !holds(caller, claim.getKey(), claim.getValue()))
                .map(claim -> CLAIMS + '.' + claim.getKey())
                .min(String::compareTo);
    }

    private static boolean holds(Principal caller, String claim, Set<String> wanted) {
        Set<String> held = caller.claims().getOrDefault(claim, Set.of());
        return !Collections.disjoint(held, wanted);
    }
}
