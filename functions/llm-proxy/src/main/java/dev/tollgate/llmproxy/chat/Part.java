package dev.tollgate.llmproxy.chat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a turn consists of.
public sealed interface Part {
    /// What may stand in a system prompt.
    sealed interface Instruction extends Part {}

    /// What may stand in a tool's result.
    sealed interface Result extends Part {}

    record Text(String text) implements Instruction, Result {}

    /// What was said up to here may be kept in the provider's prompt cache, for its default time.
    record CachePoint() implements Instruction {}

    /// @param mediaType for example `image/png`
    /// @param base64 the image's bytes
    record Image(String mediaType, String base64) implements Result {}

    /// @param detail `low`, `high` or `auto`; null when the client did not say
    record ImageUrl(String url, @Nullable String detail) implements Result {}

    /// @param mediaType for example `application/pdf`
    /// @param base64 the document's bytes
    /// @param name without a path; null when the client gave none
    record Document(String mediaType, String base64, @Nullable String name) implements Result {}

    /// @param format `wav`, `mp3` …
    /// @param base64 the sound's bytes
    record Audio(String format, String base64) implements Part {}

    /// The model asks for a tool.
    record ToolUse(String id, String name, JsonNode input) implements Part {}

    /// What the tool gave back.
    record ToolResult(String id, List<Result> content, boolean failed) implements Part {
        public ToolResult {
            content = List.copyOf(content);
        }
    }

    /// What the model thought before it said what follows.
    ///
    /// @param signature by which its provider knows its own words again; null when there is none
    record Reasoning(String text, @Nullable String signature) implements Part {
        /// How a mark begins that is Gemini's: no other provider takes it.
        public static final String GEMINI = "gemini:";

        /// Whether it is for Gemini alone, so that others pass it over.
        public boolean isGeminis() {
            return signature != null && signature.startsWith(GEMINI);
        }
    }

    /// The same, readable by its provider alone.
    record HiddenReasoning(String data) implements Part {}

    /// The model declined, in these words.
    record Refusal(String text) implements Part {}
}
