package dev.tollgate.core.config;

import java.util.Arrays;
import java.util.Optional;

/// Why an attempt at a target came to nothing, as far as it decides about the next one. A request
/// that an upstream found wrong, and credentials that it refused, are none of these: another target
/// would find the same, or hide it.
public enum FailureClass {
    /// The upstream could not be reached, or not be asked as it is configured.
    CONNECT("connect"),
    /// It was too slow, before the first content.
    TIMEOUT("timeout"),
    /// It was at its rate limit: 429.
    THROTTLED("throttled"),
    /// It failed: 5xx, or an answer that broke off or made no sense before its first content.
    FAILED("failed"),
    /// It said that it had no room: 503, 529.
    OVERLOADED("overloaded"),
    /// The model cannot hold a prompt as long as this.
    CONTEXT_TOO_LONG("contextTooLong"),
    /// The upstream's own policy refused the prompt.
    CONTENT_POLICY("contentPolicy"),
    /// A budget of the tenant's does not cover the target's worst case: no attempt was made.
    BUDGET("budget");

    private final String word;

    FailureClass(String word) {
        this.word = word;
    }

    /// The word for it in configuration and traces.
    public String word() {
        return word;
    }

    public static Optional<FailureClass> ofWord(String word) {
        return Arrays.stream(values()).filter(known -> known.word.equals(word)).findAny();
    }
}
