package dev.tollgate.localstack.simulator.play;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/// What the simulated model says to one prompt. The buffered and the streamed form of every dialect
/// are written from it, so their usage is the same.
///
/// @param id 16 hexadecimal digits, the same for the same prompt
/// @param thoughts empty for none
/// @param chunks the text in pieces of one word
/// @param calls tools that it asks for, after the text
/// @param stopSequence the one that ended it, only with STOP_SEQUENCE
/// @param usage empty when it is to be left out
public record Answer(
        String id,
        String thoughts,
        List<String> chunks,
        List<Call> calls,
        StopReason stop,
        Optional<String> stopSequence,
        Optional<Script.Counts> usage) {
    public Answer {
        chunks = List.copyOf(chunks);
        calls = List.copyOf(calls);
    }

    /// @param id without a provider's prefix
    public record Call(String id, String name, ObjectNode input) {}

    /// Why the answer ended.
    public enum StopReason {
        END,
        MAX_TOKENS,
        STOP_SEQUENCE,
        TOOL_USE
    }

    public String text() {
        return String.join("", chunks);
    }

    /// A latency that repeats: a millisecond for each chunk, and one.
    public long latencyMillis() {
        return chunks.size() + 1L;
    }
}
