package dev.tollgate.llmproxy.chat;

/// One step of an answer, buffered or streamed: a provider reads them, a dialect writes them. Usage
/// travels beside them.
public sealed interface ChatEvent {
    /// More text.
    record Text(String text) implements ChatEvent {}

    /// The model begins to ask for a tool.
    ///
    /// @param call tells parallel calls of one answer apart, 0 or more
    record ToolCall(int call, String id, String name) implements ChatEvent {}

    /// More of a tool call's input: a piece of a JSON document.
    record ToolInput(int call, String fragment) implements ChatEvent {}

    /// Why the answer ends; the last event.
    record Stop(StopReason reason) implements ChatEvent {}

    /// Why a model stopped.
    enum StopReason {
        /// It had no more to say, or met a stop sequence (OpenAI's language does not say which).
        END,
        /// The bound on its answer.
        MAX_TOKENS,
        /// It waits for tools.
        TOOL_USE,
        /// The provider's filter.
        FILTERED
    }
}
