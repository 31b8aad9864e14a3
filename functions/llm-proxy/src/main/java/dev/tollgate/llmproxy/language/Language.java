package dev.tollgate.llmproxy.language;

import java.util.Locale;

/// What a request's body and its answer are written in. A dialect reads one or more; a provider
/// whose upstream speaks the same one passes the bytes on.
public enum Language {
    /// Bedrock's Converse, buffered or as an event stream.
    CONVERSE,
    /// A model's own body on Bedrock's InvokeModel.
    INVOKE,
    /// Bedrock's CountTokens.
    COUNT_TOKENS,
    /// Bedrock's ApplyGuardrail.
    APPLY_GUARDRAIL,
    /// OpenAI's chat completions.
    CHAT_COMPLETIONS,
    /// Anthropic's Messages.
    MESSAGES,
    /// Anthropic's counting of a message's tokens.
    MESSAGES_COUNT_TOKENS;

    /// The word for it in messages, for example `count-tokens`.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
