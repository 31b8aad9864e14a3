package dev.tollgate.llmproxy.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.llmproxy.json.StrictJson;
import dev.tollgate.llmproxy.provider.AnswerReader;
import dev.tollgate.llmproxy.provider.BrokenAnswerException;
import dev.tollgate.llmproxy.provider.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An event stream of AWS's framing, each frame read when it has come. Not thread-safe.
abstract class FrameAnswer implements AnswerReader {
    private final FrameSplitter frames = new FrameSplitter();

    @Override
    public final List<Piece> accept(byte[] bytes) {
        frames.accept(bytes);
        var pieces = new ArrayList<Piece>();
        try {
            for (var frame = frames.next(); frame.isPresent(); frame = frames.next()) {
                read(frame.get(), pieces);
            }
        } catch (BrokenAnswerException e) {
            pieces.add(new Piece.Broken(e.why()));
        }
        return pieces;
    }

    @Override
    public final List<Piece> end() throws BrokenAnswerException {
        Optional<List<Piece>> last = frames.isOpen() ? Optional.empty() : last();
        return last.orElseThrow(
                () -> new BrokenAnswerException("the event stream ended too early"));
    }

    @Override
    public final String complaint(byte[] error) {
        return BedrockComplaint.read(error);
    }

    /// @param frame one that is no exception
    /// @param pieces what the frame says is added here
    /// @throws BrokenAnswerException when it cannot be read
    abstract void read(FrameSplitter.Frame frame, JsonNode payload, List<Piece> pieces)
            throws BrokenAnswerException;

    /// What is left to say; empty when the answer may not end here.
    abstract Optional<List<Piece>> last();

    private void read(FrameSplitter.Frame frame, List<Piece> pieces) throws BrokenAnswerException {
        if (!frame.kind().equals("event")) {
            pieces.add(
                    new Piece.Failed(BedrockComplaint.ofException(frame.type(), frame.payload())));
            return;
        }
        JsonNode payload =
                StrictJson.lenientObject(frame.payload())
                        .orElseThrow(() -> new BrokenAnswerException("a frame without JSON"));
        read(frame, payload, pieces);
    }
}
