package dev.tollgate.llmproxy.dialect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.llmproxy.chat.ChatEvent;
import dev.tollgate.llmproxy.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Puts the steps of an answer together to blocks, in the order in which they began: what a
/// buffered answer is written from. Not thread-safe.
public final class SaidBlocks {
    private final List<Draft> drafts = new ArrayList<>();
    private final Map<Integer, CallDraft> calls = new HashMap<>();
    private ChatEvent.Stop stop = new ChatEvent.Stop(ChatEvent.StopReason.END);

    /// One block of an answer.
    public sealed interface Block {
        /// What was said, or the words in which the model declined.
        record Text(String text) implements Block {}

        /// @param signature null when the provider gave none
        record Thoughts(String text, @Nullable String signature) implements Block {}

        record Hidden(String data) implements Block {}

        record Call(String id, String name, ObjectNode input) implements Block {}
    }

    private sealed interface Draft {}

    private record TextDraft(StringBuilder text) implements Draft {}

    private record HiddenDraft(String data) implements Draft {}

    private record CallDraft(String id, String name, StringBuilder input) implements Draft {}

    private static final class ThoughtsDraft implements Draft {
        private final StringBuilder text = new StringBuilder();
        private @Nullable String signature;
    }

    /// @throws IllegalArgumentException when the step makes no sense after those before it
    public void add(ChatEvent event) {
        switch (event) {
            case ChatEvent.Text(String more) -> text().append(more);
            case ChatEvent.Refusal(String more) -> text().append(more);
            case ChatEvent.Reasoning(String more) -> thoughts().text.append(more);
            case ChatEvent.ReasoningSignature(String signature) -> thoughts().signature = signature;
            case ChatEvent.HiddenReasoning(String data) -> drafts.add(new HiddenDraft(data));
            case ChatEvent.ToolCall(int call, String id, String name) -> {
                var begun = new CallDraft(id, name, new StringBuilder());
                calls.put(call, begun);
                drafts.add(begun);
            }
            case ChatEvent.ToolInput(int call, String fragment) -> {
                CallDraft begun = calls.get(call);
                if (begun == null) {
                    throw new IllegalArgumentException("input of a tool call that was not begun");
                }
                begun.input().append(fragment);
            }
            case ChatEvent.Stop said -> stop = said;
        }
    }

    /// @throws IllegalArgumentException when a tool call's input is not a JSON object
    public List<Block> all() {
        return drafts.stream().map(SaidBlocks::whole).toList();
    }

    /// Why it ended.
    public ChatEvent.Stop stop() {
        return stop;
    }

    private StringBuilder text() {
        if (!drafts.isEmpty() && drafts.getLast() instanceof TextDraft(StringBuilder text)) {
            return text;
        }
        var begun = new TextDraft(new StringBuilder());
        drafts.add(begun);
        return begun.text();
    }

    private ThoughtsDraft thoughts() {
        if (!drafts.isEmpty()
                && drafts.getLast() instanceof ThoughtsDraft thoughts
                && thoughts.signature == null) {
            return thoughts;
        }
        var begun = new ThoughtsDraft();
        drafts.add(begun);
        return begun;
    }

    private static Block whole(Draft draft) {
        return switch (draft) {
            case TextDraft(StringBuilder text) -> new Block.Text(text.toString());
            case HiddenDraft(String data) -> new Block.Hidden(data);
            case ThoughtsDraft thoughts ->
                    new Block.Thoughts(thoughts.text.toString(), thoughts.signature);
            case CallDraft call -> new Block.Call(call.id(), call.name(), input(call));
        };
    }

    private static ObjectNode input(CallDraft call) {
        return call.input().isEmpty()
                ? StrictJson.newObject()
                : StrictJson.lenientObject(call.input().toString().getBytes(StandardCharsets.UTF_8))
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "a tool call's input is not a JSON object"));
    }
}
