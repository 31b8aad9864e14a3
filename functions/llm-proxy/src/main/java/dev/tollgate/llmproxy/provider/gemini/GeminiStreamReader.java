package dev.tollgate.llmproxy.provider.gemini;

import dev.tollgate.llmproxy.provider.BrokenAnswerException;
import dev.tollgate.llmproxy.provider.EventAnswer;
import dev.tollgate.llmproxy.provider.Piece;
import dev.tollgate.llmproxy.provider.SseEvents;
import java.util.List;
import java.util.Optional;

/// A stream of responses as server-sent events (`alt=sse`). It is whole when one of them said why
/// the answer ends; nothing marks its last event.
final class GeminiStreamReader extends EventAnswer {
    private final GeminiSteps steps = new GeminiSteps();

    @Override
    protected void read(SseEvents.Event event, List<Piece> pieces) throws BrokenAnswerException {
        steps.read(document(event), pieces);
    }

    @Override
    protected Optional<List<Piece>> last() {
        return steps.stop().map(List::of);
    }

    @Override
    public String complaint(byte[] body) {
        return GeminiComplaint.read(body);
    }
}
