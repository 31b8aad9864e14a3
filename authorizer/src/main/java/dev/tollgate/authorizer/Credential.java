package dev.tollgate.authorizer;

import dev.tollgate.core.principal.CredentialHeaders;
import dev.tollgate.core.principal.KeySecret;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a request presents to be known by, unchecked.
sealed interface Credential {
    /// A bearer token that is not one of our keys.
    ///
    /// @param value a secret
    record Token(String value) implements Credential {
        @Override
        public String toString() {
            return "token";
        }
    }

    /// A well-formed virtual key.
    record Key(KeySecret secret) implements Credential {}

    /// A request signed with AWS credentials: the SDK was not given a bearer token.
    record AwsSignature() implements Credential {}

    /// Nothing that can be checked.
    ///
    /// @param why for the log; holds nothing of what was sent
    record Unusable(String why) implements Credential {}

    /// At most what API Gateway lets through as headers.
    int LONGEST = 10_240;

    /// RFC 6750, section 2.1.
    Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    /// The same behind its scheme, which is in any case.
    Pattern BEARER = Pattern.compile("(?i:Bearer) +(" + TOKEN + ")");

    /// Reads the one credential of the request.
    ///
    /// @param headers each name with all its values
    static Credential of(Map<String, List<String>> headers) {
        List<CredentialHeaders.Presented> credentials = CredentialHeaders.credentials(headers);
        if (credentials.size() != 1) {
            return new Unusable(credentials.isEmpty() ? "no credential" : "two credentials");
        }
        CredentialHeaders.Presented presented = credentials.getFirst();
        String value = presented.value().strip();
        if (value.length() > LONGEST) {
            return new Unusable("a credential too long");
        }
        return presented.bare() ? bare(value) : withScheme(value);
    }

    private static Credential bare(String value) {
        return TOKEN.matcher(value).matches()
                ? bearer(value)
                : new Unusable("not a bare credential");
    }

    private static Credential withScheme(String value) {
        if (value.regionMatches(true, 0, "AWS4-", 0, 5)) {
            return new AwsSignature();
        }
        var bearer = BEARER.matcher(value);
        return bearer.matches() ? bearer(bearer.group(1)) : new Unusable("not a bearer credential");
    }

    private static Credential bearer(String value) {
        if (!KeySecret.looksLike(value.toLowerCase(Locale.ROOT))) {
            return new Token(value);
        }
        Optional<Credential> key = KeySecret.read(value).map(Key::new);
        return key.orElse(new Unusable("a key with a typing error"));
    }
}
