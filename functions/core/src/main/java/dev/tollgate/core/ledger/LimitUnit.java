package dev.tollgate.core.ledger;

/// What a limit counts.
public enum LimitUnit {
    /// Provider attempts.
    REQUESTS("requests"),
    /// Tokens of all kinds.
    TOKENS("tokens"),
    /// Nano-dollars.
    MONEY("money");

    private final String word;

    LimitUnit(String word) {
        this.word = word;
    }

    /// The word for it in configuration and answers.
    public String word() {
        return word;
    }
}
