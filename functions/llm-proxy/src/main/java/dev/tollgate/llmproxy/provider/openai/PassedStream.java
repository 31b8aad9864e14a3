package dev.tollgate.llmproxy.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.llmproxy.provider.BrokenAnswerException;
import dev.tollgate.llmproxy.provider.EventAnswer;
import dev.tollgate.llmproxy.provider.HttpHead;
import dev.tollgate.llmproxy.provider.Piece;
import dev.tollgate.llmproxy.provider.SseEvents;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A stream for a client of the same language: each event passes as it came, and is read once on
/// the way. The usage that only the gateway asked for is taken out again.
final class PassedStream extends EventAnswer {
    private static final String DONE = "[DONE]";

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
    protected void read(SseEvents.Event event, List<Piece> pieces) throws BrokenAnswerException {
        if (event.data().equals(DONE)) {
            pieces.add(new Piece.Verbatim(event.bytes(), false, 0));
        } else {
            chunk(event, pieces);
        }
    }

    @Override
    protected Optional<List<Piece>> last() {
        return stopped ? Optional.of(List.of()) : Optional.empty();
    }

    @Override
    public String complaint(byte[] body) {
        return OpenAiJson.complaint(body);
    }

    private void chunk(SseEvents.Event event, List<Piece> pieces) throws BrokenAnswerException {
        JsonNode chunk = document(event);
        if (chunk.hasNonNull("error")) {
            pieces.add(OpenAiJson.failed(chunk));
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
