package dev.tollgate.llmproxy.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.llmproxy.chat.ChatEvent;
import dev.tollgate.llmproxy.chat.ChatEvent.StopReason;
import dev.tollgate.llmproxy.provider.BrokenAnswerException;
import dev.tollgate.llmproxy.provider.EventAnswer;
import dev.tollgate.llmproxy.provider.Piece;
import dev.tollgate.llmproxy.provider.SseEvents;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Chunks of a chat completion as server-sent events. An answer is whole when it gave a reason to
/// stop; `[DONE]` alone, which some servers leave out, does not make it so. Some number all calls
/// the same, or not at all: a name under another id begins another call.
final class OpenAiStreamReader extends EventAnswer {
    private final Map<Integer, Call> calls = new HashMap<>();
    private int begun;
    private @Nullable StopReason stop;

    /// @param number ours, from 0
    /// @param id the server's; may be empty
    private record Call(int number, String id) {}

    @Override
    protected void read(SseEvents.Event event, List<Piece> pieces) throws BrokenAnswerException {
        if (!event.data().equals("[DONE]")) {
            chunk(document(event), pieces);
        }
    }

    @Override
    protected Optional<List<Piece>> last() {
        return Optional.ofNullable(stop)
                .map(reason -> OpenAiJson.stop(reason, begun))
                .map(List::of);
    }

    @Override
    public String complaint(byte[] body) {
        return OpenAiJson.complaint(body);
    }

    private void chunk(JsonNode chunk, List<Piece> pieces) {
        if (chunk.hasNonNull("error")) {
            pieces.add(OpenAiJson.failed(chunk));
            return;
        }
        OpenAiJson.usage(chunk.path("usage")).ifPresent(u -> pieces.add(new Piece.Used(u)));
        JsonNode choice = chunk.path("choices").path(0);
        OpenAiJson.reasoning(choice.path("delta")).ifPresent(pieces::add);
        OpenAiJson.refusal(choice.path("delta")).ifPresent(pieces::add);
        String text = choice.path("delta").path("content").asText("");
        if (!text.isEmpty()) {
            pieces.add(new Piece.Said(new ChatEvent.Text(text)));
        }
        for (JsonNode call : choice.path("delta").path("tool_calls")) {
            toolCall(call, pieces);
        }
        if (choice.hasNonNull("finish_reason")) {
            stop = OpenAiJson.stopReason(choice.path("finish_reason").asText());
        }
    }

    private void toolCall(JsonNode part, List<Piece> pieces) {
        JsonNode function = part.path("function");
        String id = part.path("id").asText("");
        String name = function.path("name").asText("");
        Call call =
                calls.compute(
                        part.path("index").asInt(0),
                        (_, known) ->
                                known == null || isAnother(known, id, name)
                                        ? begin(id, name, pieces)
                                        : known);
        String fragment = function.path("arguments").asText("");
        if (!fragment.isEmpty()) {
            pieces.add(new Piece.Said(new ChatEvent.ToolInput(call.number(), fragment)));
        }
    }

    private static boolean isAnother(Call known, String id, String name) {
        return !id.isEmpty() && !name.isEmpty() && !id.equals(known.id());
    }

    private Call begin(String id, String name, List<Piece> pieces) {
        var call = new Call(begun++, id);
        pieces.add(new Piece.Said(new ChatEvent.ToolCall(call.number(), id, name)));
        return call;
    }
}
