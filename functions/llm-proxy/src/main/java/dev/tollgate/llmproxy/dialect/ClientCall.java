package dev.tollgate.llmproxy.dialect;

import dev.tollgate.llmproxy.chat.ChatRequest;
import dev.tollgate.llmproxy.language.NativeCall;

/// One request of a dialect, read.
public interface ClientCall {
    /// In the client's own words.
    NativeCall content();

    /// In the chat model, for an upstream of another language. Read on demand.
    ///
    /// @throws dev.tollgate.core.error.Refused naming the member that the chat model has no place
    ///   for, or whose type is wrong
    ChatRequest chat();

    /// The same call, in whose [#chat] a member of the document's top level is missing.
    ClientCall without(String member);

    /// A new writer of an answer.
    AnswerWriter writer();
}
