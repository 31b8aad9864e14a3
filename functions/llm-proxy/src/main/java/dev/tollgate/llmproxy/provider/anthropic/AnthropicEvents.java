package dev.tollgate.llmproxy.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.llmproxy.messages.MessagesEvents;
import dev.tollgate.llmproxy.provider.BrokenAnswerException;
import dev.tollgate.llmproxy.provider.EventAnswer;
import dev.tollgate.llmproxy.provider.Piece;
import dev.tollgate.llmproxy.provider.SseEvents;
import java.util.List;
import java.util.Optional;

/// A streamed answer: server-sent events, each with its kind inside (Anthropic API reference,
/// "Streaming Messages"). An answer is whole when it said `message_stop`.
final class AnthropicEvents extends EventAnswer {
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
    protected Optional<List<Piece>> last() {
        return meanings.isWhole() ? Optional.of(List.of()) : Optional.empty();
    }

    @Override
    public String complaint(byte[] error) {
        return AnthropicComplaint.read(error);
    }

    @Override
    protected void read(SseEvents.Event sent, List<Piece> pieces) throws BrokenAnswerException {
        JsonNode event = document(sent);
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
