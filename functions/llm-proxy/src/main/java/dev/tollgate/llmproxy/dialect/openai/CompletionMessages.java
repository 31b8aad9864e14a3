package dev.tollgate.llmproxy.dialect.openai;

import dev.tollgate.llmproxy.chat.ChatRequest.Role;
import dev.tollgate.llmproxy.chat.ChatRequest.Turn;
import dev.tollgate.llmproxy.chat.Feature;
import dev.tollgate.llmproxy.chat.Members;
import dev.tollgate.llmproxy.chat.Part;
import dev.tollgate.llmproxy.json.JsonField;
import dev.tollgate.llmproxy.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Reads the messages of a request: instructions first, then turns. A tool's answer is a turn of
/// the user's. Not thread-safe.
final class CompletionMessages {
    private static final Set<String> PLAIN = Set.of("role", "content", CompletionContent.CACHE);

    private final List<Part.Instruction> system = new ArrayList<>();
    private final List<Turn> turns = new ArrayList<>();
    private final Members members;
    private final CompletionContent content;

    CompletionMessages(Members members) {
        this.members = members;
        this.content = new CompletionContent(members);
    }

    void read(JsonField messages) {
        messages.items().forEach(this::message);
        if (turns.isEmpty()) {
            throw messages.wrong("must have at least one message that is no instruction");
        }
    }

    List<Part.Instruction> system() {
        return system;
    }

    List<Turn> turns() {
        return turns;
    }

    private void message(JsonField message) {
        JsonField role = message.required("role");
        switch (role.text()) {
            case "system", "developer" -> {
                if (!turns.isEmpty()) {
                    throw role.notSupported("put instructions before all other messages");
                }
                message.carriesOnly(PLAIN);
                system.addAll(content.texts(message.required("content")));
                content.mark(message).ifPresent(system::add);
            }
            case "user" -> {
                message.carriesOnly(PLAIN);
                var parts = new ArrayList<>(content.parts(message.required("content")));
                content.mark(message).ifPresent(parts::add);
                turns.add(new Turn(Role.USER, parts));
            }
            case "assistant" -> turns.add(new Turn(Role.ASSISTANT, assistant(message)));
            case "tool" -> turns.add(new Turn(Role.USER, toolResult(message)));
            case "function" -> throw role.notSupported("use tools and tool messages");
            default -> throw role.wrong("must be developer, system, user, assistant or tool");
        }
    }

    private List<Part> assistant(JsonField message) {
        message.carriesOnly(
                Set.of(
                        "role",
                        "content",
                        "refusal",
                        "reasoning_content",
                        "tool_calls",
                        "annotations",
                        "provider_specific_fields",
                        CompletionContent.CACHE));
        message.member("annotations").ifPresent(CompletionMessages::none);
        message.member("provider_specific_fields").ifPresent(CompletionMessages::nulls);
        var parts = new ArrayList<Part>();
        message.member("reasoning_content")
                .filter(field -> !field.text().isEmpty())
                .ifPresent(thoughts -> {
                    members.note(Feature.REASONING, thoughts);
                    parts.add(new Part.Reasoning(thoughts.text(), null));
                });
        message.member("content").ifPresent(field -> parts.addAll(content.parts(field)));
        message.member("refusal").ifPresent(field -> parts.add(new Part.Refusal(field.text())));
        message.member("tool_calls")
                .ifPresent(calls ->
                        calls.items().stream()
                                .map(CompletionMessages::toolUse)
                                .forEach(parts::add));
        content.mark(message).ifPresent(parts::add);
        return parts;
    }

    private static void none(JsonField list) {
        if (!list.items().isEmpty()) {
            throw list.notSupported();
        }
    }

    /// LiteLLM's own, which it sends back with an answer: what other providers said beside it.
    private static void nulls(JsonField fields) {
        fields.carriesOnly(Set.of());
    }

    private static Part.ToolUse toolUse(JsonField call) {
        JsonField type = call.required("type");
        if (!type.text().equals("function")) {
            throw type.notSupported();
        }
        call.carriesOnly(Set.of("id", "type", "function", "index"));
        JsonField function = call.required("function");
        function.carriesOnly(Set.of("name", "arguments"));
        JsonField arguments = function.required("arguments");
        String json = arguments.text().isBlank() ? "{}" : arguments.text();
        var input =
                StrictJson.lenientObject(json.getBytes(StandardCharsets.UTF_8))
                        .orElseThrow(() -> arguments.wrong("must be a JSON object, as a string"));
        return new Part.ToolUse(
                call.required("id").text(), function.required("name").text(), input);
    }

    /// Its name is the tool's, as the call has it. A mark inside of it stands behind it.
    private List<Part> toolResult(JsonField message) {
        message.carriesOnly(
                Set.of("role", "content", "tool_call_id", "name", CompletionContent.CACHE));
        var result = new ArrayList<Part.Result>();
        var marks = new ArrayList<Part.CachePoint>();
        for (Part.Instruction part : content.texts(message.required("content"))) {
            switch (part) {
                case Part.Text text -> result.add(text);
                case Part.CachePoint mark -> marks.add(mark);
            }
        }
        content.mark(message).ifPresent(marks::add);
        var parts = new ArrayList<Part>();
        parts.add(new Part.ToolResult(message.required("tool_call_id").text(), result, false));
        marks.stream().limit(1).forEach(parts::add);
        return parts;
    }
}
