package dev.tollgate.llmproxy.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.llmproxy.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An answer of server-sent events, each of which is read when it has come. Not thread-safe.
public abstract class EventAnswer implements AnswerReader {
    private final SseEvents events = new SseEvents();

    @Override
    public Map<String, String> head(HttpHead head) {
        return Map.of();
    }

    @Override
    public final List<Piece> accept(byte[] bytes) {
        var pieces = new ArrayList<Piece>();
        try {
            for (SseEvents.Event event : events.accept(bytes)) {
                read(event, pieces);
            }
        } catch (BrokenAnswerException e) {
            pieces.add(new Piece.Broken(e.why()));
        }
        return pieces;
    }

    @Override
    public final List<Piece> end() throws BrokenAnswerException {
        Optional<List<Piece>> last = events.isOpen() ? Optional.empty() : last();
        return last.orElseThrow(
                () -> new BrokenAnswerException("the event stream ended too early"));
    }

    /// @param pieces what the event says is added here
    /// @throws BrokenAnswerException when it cannot be read
    protected abstract void read(SseEvents.Event event, List<Piece> pieces)
            throws BrokenAnswerException;

    /// What is left to say; empty when the answer may not end here.
    protected abstract Optional<List<Piece>> last();

    /// @throws BrokenAnswerException when it has none
    protected static ObjectNode document(SseEvents.Event event) throws BrokenAnswerException {
        return StrictJson.lenientObject(event.data().getBytes(StandardCharsets.UTF_8))
                .orElseThrow(() -> new BrokenAnswerException("an event is not JSON"));
    }
}
