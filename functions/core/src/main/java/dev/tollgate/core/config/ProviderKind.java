package dev.tollgate.core.config;

import java.util.Locale;

/// The wire language an upstream speaks.
public enum ProviderKind {
    BEDROCK,
    OPENAI,
    ANTHROPIC,
    GEMINI;

    /// The word for it in configuration.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
