package dev.tollgate.llmproxy.chat;

import org.jspecify.annotations.Nullable;

/// One step of an answer, buffered or streamed: a provider reads them, a dialect writes them. Usage
/// travels beside them. Texts are never empty.
public sealed interface ChatEvent {
    /// More text.
    record Text(String text) implements ChatEvent {}

    /// More of what the model thinks.
    record Reasoning(String text) implements ChatEvent {}

    /// The provider's mark under the thoughts since the last one; what is thought after it is a
    /// block of its own.
    record ReasoningSignature(String signature) implements ChatEvent {}

    /// A whole block of thoughts that only the provider can read.
    record HiddenReasoning(String data) implements ChatEvent {}

    /// More of the words in which the model declines.
    record Refusal(String text) implements ChatEvent {}

    /// The model begins to ask for a tool.
    ///
    /// @param call tells parallel calls of one answer apart, 0 or more
    record ToolCall(int call, String id, String name) implements ChatEvent {}

    /// More of a tool call's input: a piece of a JSON document. Pieces of parallel calls may come
    /// in turn.
    record ToolInput(int call, String fragment) implements ChatEvent {}

    /// Why the answer ends; the last event.
    ///
    /// @param sequence the stop sequence that was met, where the provider says it
    record Stop(StopReason reason, @Nullable String sequence) implements ChatEvent {
        public Stop(StopReason reason) {
            this(reason, null);
        }
    }

    /// Why a model stopped.
    enum StopReason {
        /// It had no more to say; or it met a stop sequence, and its language does not say so.
        END,
        /// It met a stop sequence.
        STOP_SEQUENCE,
        /// The bound on its answer.
        MAX_TOKENS,
        /// The end of what the model can hold.
        CONTEXT_FULL,
        /// It waits for tools.
        TOOL_USE,
        /// The provider's filter.
        FILTERED,
        /// It declined.
        REFUSED
    }
}
