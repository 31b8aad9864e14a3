package dev.tollgate.core.principal;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The headers that carry a credential, of all route families. A request has one credential: with
/// two, one could be checked and the other be used.
public final class CredentialHeaders {
    public static final String AUTHORIZATION = "authorization";

    private static final Set<String> NAMES = Set.of(AUTHORIZATION, "x-api-key", "api-key");

    private CredentialHeaders() {}

    /// Every credential in the headers, in any spelling of their names.
    ///
    /// @param headers each name with all its values
    public static List<String> credentials(Map<String, List<String>> headers) {
        return headers.entrySet().stream()
                .filter(header -> NAMES.contains(header.getKey().toLowerCase(Locale.ROOT)))
                .flatMap(header -> header.getValue().stream())
                .toList();
    }
}
