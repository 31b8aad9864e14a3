package dev.tollgate.llmproxy.provider.openai;

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

/// A stream for a client of the same language: each event passes as it came, and is read once on
/// the way. The usage that only the gateway asked for is taken out again.
final class PassedStream implements AnswerReader {
    private static final String DONE = "[DONE]";

    private final SseEvents events = new SseEvents();
    private final boolean showUsage;
    private boolean stopped;

    /// @param showUsage whether the client asked for it
    PassedStream(boolean showUsage) {
        this.showUsage = showUsage;
    }

    @Override
    public Map<String, String> head(HttpHead head) {
        return OpenAiJson.head(head);
    }

    @Override
    public List<Piece> accept(byte[] bytes) {
        var pieces = new ArrayList<Piece>();
        try {
            for (SseEvents.Event event : events.accept(bytes)) {
                if (event.data().equals(DONE)) {
                    pieces.add(new Piece.Verbatim(event.bytes(), false, 0));
                } else {
                    chunk(event, pieces);
                }
            }
        } catch (BrokenAnswerException e) {
            pieces.add(new Piece.Broken(e.why()));
        }
        return pieces;
    }

    @Override
    public List<Piece> end() throws BrokenAnswerException {
        if (!stopped || events.isOpen()) {
            throw new BrokenAnswerException("the event stream ended too early");
        }
        return List.of();
    }

    @Override
    public String complaint(byte[] body) {
        return OpenAiJson.complaint(body);
    }

    private void chunk(SseEvents.Event event, List<Piece> pieces) throws BrokenAnswerException {
        JsonNode chunk =
                StrictJson.lenientObject(event.data().getBytes(StandardCharsets.UTF_8))
                        .orElseThrow(() -> new BrokenAnswerException("a chunk is not JSON"));
        if (chunk.hasNonNull("error")) {
            pieces.add(OpenAiJson.failed());
            return;
        }
        var usage = OpenAiJson.usage(chunk.path("usage"));
        usage.ifPresent(counted -> pieces.add(new Piece.Used(counted)));
        JsonNode choices = chunk.path("choices");
        long text = 0;
        boolean said = false;
        for (JsonNode choice : choices) {
            text += OpenAiJson.textBytes(choice.path("delta"));
            said |= choice.hasNonNull("finish_reason");
        }
        stopped |= said;
        if (usage.isEmpty() || showUsage || !choices.isEmpty()) {
            pieces.add(new Piece.Verbatim(event.bytes(), said || text > 0, text));
        }
    }
}
