package dev.tollgate.llmproxy.chat;

/// What a chat may hold beyond text, tools and plain sampling, and not every upstream can carry. A
/// dialect notes where in the client's document it met one; a provider says which it carries; the
/// rest is refused before anything is held, by the client's own name for it.
public enum Feature {
    /// An image's bytes.
    IMAGE,
    /// An image by its address.
    IMAGE_URL,
    /// A document's bytes.
    DOCUMENT,
    /// Recorded speech or sound.
    AUDIO,
    /// An image or document inside a tool's result.
    TOOL_RESULT_MEDIA,
    /// What a model thought in an earlier turn, given back to it.
    REASONING,
    /// How much a model shall think.
    REASONING_EFFORT,
    /// The wish that a model calls some tool, or a certain one.
    TOOL_CHOICE_FORCED,
    /// The wish that a model calls no tool, although it has some.
    TOOL_CHOICE_NONE,
    /// The wish for one tool call at a time.
    SINGLE_TOOL_CALL,
    /// Tools whose input keeps to its schema in every case.
    STRICT_TOOL,
    /// An answer that is some JSON object.
    JSON_OBJECT,
    /// An answer that keeps to a JSON schema.
    JSON_SCHEMA,
    /// A mark up to which the provider's prompt cache may keep what was said.
    CACHE_POINT,
    TOP_K,
    STOP_SEQUENCES
}
