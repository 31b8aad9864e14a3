package dev.tollgate.llmproxy.chat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A chat in no one's language: what a dialect read and a provider writes.
///
/// @param system instructions, in order; may be empty
/// @param tools what the model may call; may be empty
/// @param choice null when the client left it to the model's default
/// @param stream whether the client wants the answer piece by piece
public record ChatRequest(
        List<String> system,
        List<Turn> turns,
        List<Tool> tools,
        @Nullable ToolChoice choice,
        Sampling sampling,
        boolean stream) {
    public ChatRequest {
        system = List.copyOf(system);
        turns = List.copyOf(turns);
        tools = List.copyOf(tools);
    }

    /// The same chat with another bound on its answer.
    public ChatRequest withMaxTokens(long maxTokens) {
        var capped =
                new Sampling(maxTokens, sampling.temperature(), sampling.topP(), sampling.stop());
        return new ChatRequest(system, turns, tools, choice, capped, stream);
    }

    /// Who speaks.
    public enum Role {
        USER,
        ASSISTANT
    }

    public record Turn(Role role, List<Part> parts) {
        public Turn {
            parts = List.copyOf(parts);
        }
    }

    /// What a turn consists of.
    public sealed interface Part {
        record Text(String text) implements Part {}

        /// @param mediaType for example `image/png`
        /// @param base64 the image's bytes
        record Image(String mediaType, String base64) implements Part {}

        /// The model asks for a tool.
        record ToolUse(String id, String name, JsonNode input) implements Part {}

        /// What the tool gave back.
        record ToolResult(String id, String content, boolean failed) implements Part {}
    }

    /// @param schema JSON Schema of the tool's input
    public record Tool(String name, @Nullable String description, JsonNode schema) {}

    /// How free the model is to call tools.
    public sealed interface ToolChoice {
        record Auto() implements ToolChoice {}

        record Any() implements ToolChoice {}

        record Named(String name) implements ToolChoice {}
    }

    /// @param maxTokens the bound the client asked for, or null
    public record Sampling(
            @Nullable Long maxTokens,
            @Nullable Double temperature,
            @Nullable Double topP,
            List<String> stop) {
        public Sampling {
            stop = List.copyOf(stop);
        }
    }
}
