package dev.tollgate.llmproxy.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.core.money.Usage;
import dev.tollgate.llmproxy.provider.BrokenAnswerException;
import dev.tollgate.llmproxy.provider.HttpHead;
import dev.tollgate.llmproxy.provider.Piece;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An event stream: each frame passes as it came, and is read on the way.
final class FrameReader extends FrameAnswer {
    private final Events events;

    FrameReader(Events events) {
        this.events = events;
    }

    /// What the frames of one operation mean. Not thread-safe.
    interface Events {
        Meaning read(String type, JsonNode payload) throws BrokenAnswerException;

        /// What the client gets of the frame just read.
        default byte[] passed(byte[] frame) {
            return frame;
        }

        /// Headers for the client.
        default Map<String, String> head(HttpHead head) {
            return BedrockHeaders.client(head);
        }

        /// Whether the stream may end here.
        boolean isWhole();
    }

    /// What one frame means.
    ///
    /// @param content whether the model has begun
    /// @param outputBytes UTF-8 bytes of generated text in it
    /// @param input what was read for the answer, where this frame says so before the usage comes
    record Meaning(
            boolean content, long outputBytes, Optional<Usage> usage, Optional<Usage> input) {}

    @Override
    public Map<String, String> head(HttpHead head) {
        return events.head(head);
    }

    @Override
    void read(FrameSplitter.Frame frame, JsonNode payload, List<Piece> pieces)
            throws BrokenAnswerException {
        Meaning meaning = events.read(frame.type(), payload);
        meaning.input().ifPresent(input -> pieces.add(new Piece.Read(input)));
        meaning.usage().ifPresent(usage -> pieces.add(new Piece.Used(usage)));
        pieces.add(
                new Piece.Verbatim(
                        events.passed(frame.bytes()), meaning.content(), meaning.outputBytes()));
    }

    @Override
    Optional<List<Piece>> last() {
        return events.isWhole() ? Optional.of(List.of()) : Optional.empty();
    }
}
