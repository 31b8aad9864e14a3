package dev.tollgate.core.principal;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// The headers that carry a credential, of all route families. A request has one credential: with
/// two, one could be checked and the other be used.
public final class CredentialHeaders {
    public static final String AUTHORIZATION = "authorization";

    /// Their value is the credential itself, without a scheme before it.
    private static final Set<String> BARE = Set.of("x-api-key", "api-key");

    private CredentialHeaders() {}

    /// A credential as it was sent.
    ///
    /// @param bare whether it stands alone, without a scheme before it
    /// @param value a secret
    public record Presented(boolean bare, String value) {
        @Override
        public String toString() {
            return bare ? "bare credential" : "credential with a scheme";
        }
    }

    /// Every credential in the headers, in any spelling of their names.
    ///
    /// @param headers each name with all its values
    public static List<Presented> credentials(Map<String, List<String>> headers) {
        return headers.entrySet().stream()
                .flatMap(header -> presented(header.getKey(), header.getValue()))
                .toList();
    }

    private static Stream<Presented> presented(String name, List<String> values) {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean bare = BARE.contains(lower);
        return bare || lower.equals(AUTHORIZATION)
                ? values.stream().map(value -> new Presented(bare, value))
                : Stream.empty();
    }
}
