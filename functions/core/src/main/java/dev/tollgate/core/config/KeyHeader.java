package dev.tollgate.core.config;

/// Where a server of OpenAI's language wants its key.
public enum KeyHeader {
    /// `authorization: Bearer …` (RFC 6750).
    BEARER("bearer"),
    /// `api-key: …`, as Azure has it.
    API_KEY("api-key");

    private final String word;

    KeyHeader(String word) {
        this.word = word;
    }

    /// The word for it in presets and documents.
    public String word() {
        return word;
    }
}
