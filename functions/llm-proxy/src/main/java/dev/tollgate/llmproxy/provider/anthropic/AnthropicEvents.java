package dev.tollgate.llmproxy.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.llmproxy.json.StrictJson;
import dev.tollgate.llmproxy.messages.MessagesEvents;
import dev.tollgate.llmproxy.provider.AnswerReader;
import dev.tollgate.llmproxy.provider.BrokenAnswerException;
import dev.tollgate.llmproxy.provider.HttpHead;
import dev.tollgate.llmproxy.provider.Piece;
import dev.tollgate.llmproxy.provider.SseEvents;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A streamed answer: server-sent events, each with its kind inside (Anthropic API reference,
/// "Streaming Messages"). An answer is whole when it said `message_stop`.
final class AnthropicEvents implements AnswerReader {
    private final SseEvents lines = new SseEvents();
    private final MessagesEvents meanings = new MessagesEvents();
    private final Reading reading;

    AnthropicEvents(Reading reading) {
        this.reading = reading;
    }

    /// What becomes of an event that is no error.
    @FunctionalInterface
    interface Reading {
        /// @param raw the event's bytes
        List<Piece> read(JsonNode event, MessagesEvents.Meaning meaning, byte[] raw)
                throws BrokenAnswerException;
    }

    /// For a client of the same language: the bytes as they came.
    static List<Piece> verbatim(JsonNode event, MessagesEvents.Meaning meaning, byte[] raw) {
        return List.of(new Piece.Verbatim(raw, meaning.content(), meaning.outputBytes()));
    }

    @Override
    public Map<String, String> head(HttpHead head) {
        return Map.of();
    }

    @Override
    public List<Piece> accept(byte[] bytes) {
        var pieces = new ArrayList<Piece>();
        try {
            for (SseEvents.Event event : lines.accept(bytes)) {
                read(event, pieces);
            }
        } catch (BrokenAnswerException e) {
            pieces.add(new Piece.Broken(e.why()));
        }
        return pieces;
    }

    @Override
    public List<Piece> end() throws BrokenAnswerException {
        if (lines.isOpen() || !meanings.isWhole()) {
            throw new BrokenAnswerException("the event stream ended too early");
        }
        return List.of();
    }

    @Override
    public String complaint(byte[] error) {
        return AnthropicComplaint.read(error);
    }

    private void read(SseEvents.Event sent, List<Piece> pieces) throws BrokenAnswerException {
        JsonNode event =
                StrictJson.lenientObject(sent.data().getBytes(StandardCharsets.UTF_8))
                        .orElseThrow(() -> new BrokenAnswerException("an event is not JSON"));
        if (event.path("type").asText("").equals("error")) {
            pieces.add(new Piece.Failed(AnthropicComplaint.ofEvent(event)));
            return;
        }
        MessagesEvents.Meaning meaning = meanings.read(event);
        meaning.input().ifPresent(input -> pieces.add(new Piece.Read(input)));
        meaning.usage().ifPresent(usage -> pieces.add(new Piece.Used(usage)));
        pieces.addAll(reading.read(event, meaning, sent.bytes()));
    }
}
