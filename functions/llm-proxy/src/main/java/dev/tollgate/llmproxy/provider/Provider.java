package dev.tollgate.llmproxy.provider;

import dev.tollgate.core.config.ProviderKind;
import dev.tollgate.llmproxy.chat.ChatRequest;

/// An upstream's language: a pure translator without I/O, thread-safe. Refusals leave as
/// `core.error.Refused`, before anything is held or sent.
public sealed interface Provider {
    ProviderKind kind();

    /// Speaks the client's own language: bytes pass through.
    non-sealed interface SameLanguage extends Provider {
        Exchange exchange(NativeCall call, Upstream upstream);
    }

    /// Speaks another: both sides meet in the chat model.
    non-sealed interface OtherLanguage extends Provider {
        Exchange exchange(ChatRequest request, Upstream upstream);
    }
}
