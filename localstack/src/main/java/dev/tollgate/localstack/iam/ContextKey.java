package dev.tollgate.localstack.iam;

import java.util.Arrays;

/// What a condition may ask of a request. A key of a document that is not here is a mistake.
public enum ContextKey {
    /// The session's own tag.
    PRINCIPAL_TENANT("aws:PrincipalTag/TenantId", false),
    /// The tag that a session is asked for with.
    REQUEST_TENANT("aws:RequestTag/TenantId", false),
    /// The names of all tags that a session is asked for with.
    TAG_KEYS("aws:TagKeys", true),
    /// The partition keys that a request names.
    LEADING_KEYS("dynamodb:LeadingKeys", true);

    private final String word;
    private final boolean many;

    ContextKey(String word, boolean many) {
        this.word = word;
        this.many = many;
    }

    /// As it stands in a document.
    public String word() {
        return word;
    }

    /// Whether a request can have several values of it.
    boolean many() {
        return many;
    }

    static ContextKey of(String word) {
        return Arrays.stream(values())
                .filter(key -> key.word.equals(word))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "the condition key " + word + " is not known"));
    }
}
