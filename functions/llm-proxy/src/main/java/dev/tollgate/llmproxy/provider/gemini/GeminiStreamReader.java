package dev.tollgate.llmproxy.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.llmproxy.json.StrictJson;
import dev.tollgate.llmproxy.provider.AnswerReader;
import dev.tollgate.llmproxy.provider.BrokenAnswerException;
import dev.tollgate.llmproxy.provider.HttpHead;
import dev.tollgate.llmproxy.provider.Piece;
import dev.tollgate.llmproxy.provider.SseEvents;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A stream of responses as server-sent events (`alt=sse`). It is whole when one of them said why
/// the answer ends; nothing marks its last event.
final class GeminiStreamReader implements AnswerReader {
    private final SseEvents events = new SseEvents();
    private final GeminiSteps steps = new GeminiSteps();

    @Override
    public Map<String, String> head(HttpHead head) {
        return Map.of();
    }

    @Override
    public List<Piece> accept(byte[] bytes) {
        var pieces = new ArrayList<Piece>();
        try {
            for (var event : events.accept(bytes)) {
                steps.read(response(event.data()), pieces);
            }
        } catch (BrokenAnswerException e) {
            pieces.add(new Piece.Broken(e.why()));
        }
        return pieces;
    }

    @Override
    public List<Piece> end() throws BrokenAnswerException {
        if (events.isOpen()) {
            throw new BrokenAnswerException("the event stream ended too early");
        }
        return List.of(
                steps.stop()
                        .orElseThrow(() ->
                                new BrokenAnswerException("the event stream ended too early")));
    }

    @Override
    public String complaint(byte[] body) {
        return GeminiComplaint.read(body);
    }

    private static JsonNode response(String data) throws BrokenAnswerException {
        return StrictJson.lenientObject(data.getBytes(StandardCharsets.UTF_8))
                .orElseThrow(() -> new BrokenAnswerException("an event is not JSON"));
    }
}
