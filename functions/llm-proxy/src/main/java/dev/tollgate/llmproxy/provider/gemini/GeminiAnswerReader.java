package dev.tollgate.llmproxy.provider.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.llmproxy.provider.BrokenAnswerException;
import dev.tollgate.llmproxy.provider.Piece;
import dev.tollgate.llmproxy.provider.WholeAnswer;
import java.util.ArrayList;
import java.util.List;

/// A buffered answer.
final class GeminiAnswerReader extends WholeAnswer {
    @Override
    protected List<Piece> read(ObjectNode document) throws BrokenAnswerException {
        var steps = new GeminiSteps();
        var pieces = new ArrayList<Piece>();
        steps.read(document, pieces);
        if (document.hasNonNull("error")) {
            return pieces;
        }
        pieces.add(steps.stop().orElseThrow(() -> new BrokenAnswerException("no finishReason")));
        return pieces;
    }

    @Override
    public String complaint(byte[] error) {
        return GeminiComplaint.read(error);
    }
}
