package dev.tollgate.llmproxy.dialect.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.llmproxy.chat.ChatRequest.Tool;
import dev.tollgate.llmproxy.chat.ChatRequest.ToolChoice;
import dev.tollgate.llmproxy.chat.ChatRequest.Tools;
import dev.tollgate.llmproxy.chat.Feature;
import dev.tollgate.llmproxy.chat.Members;
import dev.tollgate.llmproxy.json.JsonField;
import dev.tollgate.llmproxy.json.StrictJson;
import java.util.List;
import java.util.Set;

/// Reads what a request says of tools.
final class CompletionTools {
    private final Members members;

    CompletionTools(Members members) {
        this.members = members;
    }

    Tools read(JsonField root) {
        List<Tool> list =
                root.member("tools").map(JsonField::items).orElse(List.of()).stream()
                        .map(this::tool)
                        .toList();
        if (list.isEmpty()) {
            return Tools.NONE;
        }
        boolean single =
                root.member("parallel_tool_calls").map(field -> !field.bool()).orElse(false);
        if (single) {
            members.note(Feature.SINGLE_TOOL_CALL, root.required("parallel_tool_calls"));
        }
        return new Tools(list, root.member("tool_choice").map(this::choice).orElse(null), single);
    }

    private Tool tool(JsonField entry) {
        JsonField function = function(entry);
        function.carriesOnly(Set.of("name", "description", "parameters", "strict"));
        boolean strict = function.member("strict").map(JsonField::bool).orElse(false);
        if (strict) {
            members.note(Feature.STRICT_TOOL, function.required("strict"));
        }
        return new Tool(
                function.required("name").text(),
                function.member("description").map(JsonField::text).orElse(null),
                function.member("parameters")
                        .map(JsonField::object)
                        .orElseGet(CompletionTools::noParameters),
                strict);
    }

    private ToolChoice choice(JsonField choice) {
        if (!choice.node().isTextual()) {
            members.note(Feature.TOOL_CHOICE_FORCED, choice);
            return new ToolChoice.Named(function(choice).required("name").text());
        }
        return switch (choice.text()) {
            case "auto" -> new ToolChoice.Auto();
            case "required" -> {
                members.note(Feature.TOOL_CHOICE_FORCED, choice);
                yield new ToolChoice.Any();
            }
            case "none" -> {
                members.note(Feature.TOOL_CHOICE_NONE, choice);
                yield new ToolChoice.None();
            }
            default ->
                    throw choice.wrong("must be auto, required, none, or the name of a function");
        };
    }

    /// What stands in `{"type": "function", "function": …}`; any other type is refused.
    private static JsonField function(JsonField entry) {
        JsonField type = entry.required("type");
        if (!type.text().equals("function")) {
            throw type.notSupported();
        }
        entry.carriesOnly(Set.of("type", "function"));
        return entry.required("function");
    }

    private static ObjectNode noParameters() {
        ObjectNode schema = StrictJson.newObject().put("type", "object");
        schema.putObject("properties");
        return schema;
    }
}
