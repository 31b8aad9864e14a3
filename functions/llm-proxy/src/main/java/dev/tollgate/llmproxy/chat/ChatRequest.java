package dev.tollgate.llmproxy.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.core.error.GatewayError;
import dev.tollgate.core.error.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A chat in no one's language: what a dialect read and a provider writes.
///
/// @param system instructions, in order; may be empty
/// @param reasoning how much the model shall think; null when the client left it to the model
/// @param format what the answer's text shall be; null for any text
/// @param stream whether the client wants the answer piece by piece
/// @param members where in the client's document each [Feature] of this chat stands
public record ChatRequest(
        List<Part.Instruction> system,
        List<Turn> turns,
        Tools tools,
        Sampling sampling,
        @Nullable ReasoningEffort reasoning,
        @Nullable Format format,
        boolean stream,
        Members members) {
    public ChatRequest {
        system = List.copyOf(system);
        turns = List.copyOf(turns);
    }

    /// The same chat with another bound on its answer.
    public ChatRequest withMaxTokens(long maxTokens) {
        return new ChatRequest(
                system,
                turns,
                tools,
                sampling.withMaxTokens(maxTokens),
                reasoning,
                format,
                stream,
                members);
    }

    /// The turns with those of one speaker that follow one another as one. Languages whose turns
    /// alternate want it so: results of parallel calls stand together there, while OpenAI's clients
    /// send a message for each. A model's turn of which the language writes nothing is left out:
    /// OpenAI's clients give an empty answer back as they got it, and no other API takes one.
    ///
    /// @param written whether the language has something to write for a part
    /// @throws Refused when a user's turn has nothing to write
    public List<Turn> alternating(Predicate<Part> written) {
        var joined = new ArrayList<Turn>();
        for (Turn turn : turns) {
            if (turn.role() == Role.ASSISTANT && turn.isSilent(written)) {
                continue;
            }
            if (!joined.isEmpty() && joined.getLast().role() == turn.role()) {
                var parts = new ArrayList<Part>(joined.removeLast().parts());
                parts.addAll(turn.parts());
                joined.add(new Turn(turn.role(), parts));
            } else {
                joined.add(turn);
            }
        }
        if (joined.isEmpty() || joined.stream().anyMatch(turn -> turn.isSilent(written))) {
            throw new Refused(
                    new GatewayError.InvalidRequest(
                            "a user's message is empty; write something into each"));
        }
        return joined;
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

        private boolean isSilent(Predicate<Part> written) {
            return parts.stream().noneMatch(written);
        }
    }

    /// What the model may call.
    ///
    /// @param list may be empty
    /// @param choice null when the client left it to the model's default
    /// @param single whether the model shall call one at a time
    public record Tools(List<Tool> list, @Nullable ToolChoice choice, boolean single) {
        public static final Tools NONE = new Tools(List.of(), null, false);

        public Tools {
            list = List.copyOf(list);
        }
    }

    /// @param schema JSON Schema of the tool's input
    /// @param strict whether the input must keep to the schema in every case
    public record Tool(
            String name, @Nullable String description, JsonNode schema, boolean strict) {}

    /// How free the model is to call tools.
    public sealed interface ToolChoice {
        record Auto() implements ToolChoice {}

        /// One or more, whichever.
        record Any() implements ToolChoice {}

        record Named(String name) implements ToolChoice {}

        /// None, although it knows some.
        record None() implements ToolChoice {}
    }

    /// @param maxTokens the bound the client asked for, or null
    /// @param stop sequences that end the answer
    public record Sampling(
            @Nullable Long maxTokens,
            @Nullable Double temperature,
            @Nullable Double topP,
            @Nullable Long topK,
            List<String> stop) {
        public static final Sampling DEFAULT = new Sampling(null, null, null, null, List.of());

        public Sampling {
            stop = List.copyOf(stop);
        }

        Sampling withMaxTokens(long bound) {
            return new Sampling(bound, temperature, topP, topK, stop);
        }
    }

    /// How much a model shall think before it speaks.
    public sealed interface ReasoningEffort {
        /// @param word `none`, `minimal`, `low`, `medium`, `high` …, as the client wrote it
        record Level(String word) implements ReasoningEffort {}

        /// @param tokens of the answer's bound that may be thoughts, 1 or more
        record Budget(long tokens) implements ReasoningEffort {}

        /// As much as the model finds right.
        record Adaptive() implements ReasoningEffort {}
    }

    /// What an answer's text is.
    public sealed interface Format {
        /// Some JSON object.
        record JsonObject() implements Format {}

        /// @param strict null when the client did not say
        record Schema(
                String name,
                @Nullable String description,
                JsonNode schema,
                @Nullable Boolean strict)
                implements Format {}
    }
}
