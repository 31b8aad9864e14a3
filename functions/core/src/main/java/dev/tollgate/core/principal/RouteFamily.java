package dev.tollgate.core.principal;

import java.util.Locale;
import java.util.Optional;

/// Routes that share a dialect and a credential header; the grain of a key's route scope.
public enum RouteFamily {
    /// `/model/…`: the Bedrock runtime dialect, credential in `Authorization`.
    BEDROCK,
    /// `/v1/messages…`, `/v1/models` by its clients: Anthropic's Messages, credential in
    /// `x-api-key` or `Authorization`.
    ANTHROPIC,
    /// `/v1/chat/completions`, `/v1/models`: the OpenAI dialect, credential in `Authorization`;
    /// `/openai/…`: the same by the paths of Azure's clients, credential in `api-key` too.
    OPENAI,
    /// `/v1/usage`, `/v1/traces/…` and what else a tenant asks about itself, credential in
    /// `Authorization`.
    SELF_SERVICE;

    /// The word for it in configuration and in the authorizer's context, for example
    /// `self-service`.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<RouteFamily> ofWord(String word) {
        for (RouteFamily family : values()) {
            if (family.word().equals(word)) {
                return Optional.of(family);
            }
        }
        return Optional.empty();
    }
}
