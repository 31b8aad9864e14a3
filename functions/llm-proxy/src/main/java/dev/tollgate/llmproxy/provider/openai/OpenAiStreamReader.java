package dev.tollgate.llmproxy.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.llmproxy.chat.ChatEvent;
import dev.tollgate.llmproxy.chat.ChatEvent.StopReason;
import dev.tollgate.llmproxy.provider.BrokenAnswerException;
import dev.tollgate.llmproxy.provider.EventAnswer;
import dev.tollgate.llmproxy.provider.Piece;
import dev.tollgate.llmproxy.provider.SseEvents;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Chunks of a chat completion as server-sent events. An answer is whole when it gave a reason to
/// stop; `[DONE]` alone, which some servers leave out, does not make it so.
final class OpenAiStreamReader extends EventAnswer {
    private final Set<Integer> calls = new HashSet<>();
    private @Nullable StopReason stop;

    @Override
    protected void read(SseEvents.Event event, List<Piece> pieces) throws BrokenAnswerException {
        if (!event.data().equals("[DONE]")) {
            chunk(document(event), pieces);
        }
    }

    @Override
    protected Optional<List<Piece>> last() {
        return Optional.ofNullable(stop)
                .map(reason -> List.of(new Piece.Said(new ChatEvent.Stop(reason))));
    }

    @Override
    public String complaint(byte[] body) {
        return OpenAiJson.complaint(body);
    }

    private void chunk(JsonNode chunk, List<Piece> pieces) {
        if (chunk.hasNonNull("error")) {
            pieces.add(OpenAiJson.failed());
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

    private void toolCall(JsonNode call, List<Piece> pieces) {
        int number = call.path("index").asInt(0);
        JsonNode function = call.path("function");
        if (calls.add(number)) {
            String id = call.path("id").asText("");
            String name = function.path("name").asText("");
            pieces.add(new Piece.Said(new ChatEvent.ToolCall(number, id, name)));
        }
        String fragment = function.path("arguments").asText("");
        if (!fragment.isEmpty()) {
            pieces.add(new Piece.Said(new ChatEvent.ToolInput(number, fragment)));
        }
    }
}
