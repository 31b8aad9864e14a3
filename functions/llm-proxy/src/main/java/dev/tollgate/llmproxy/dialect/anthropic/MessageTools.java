package dev.tollgate.llmproxy.dialect.anthropic;

import dev.tollgate.llmproxy.chat.ChatRequest.Tool;
import dev.tollgate.llmproxy.chat.ChatRequest.ToolChoice;
import dev.tollgate.llmproxy.chat.ChatRequest.Tools;
import dev.tollgate.llmproxy.chat.Feature;
import dev.tollgate.llmproxy.chat.Members;
import dev.tollgate.llmproxy.json.JsonField;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads the tools of a request that the client itself runs. A mark for the prompt cache on a tool
/// is noted and stands nowhere in the chat: tools come before all else, so a later mark covers
/// them.
final class MessageTools {
    private static final Set<String> MEMBERS =
            Set.of(
                    "type",
                    "name",
                    "description",
                    "input_schema",
                    "strict",
                    "cache_control",
                    "eager_input_streaming");

    private final Members members;

    private MessageTools(Members members) {
        this.members = members;
    }

    static Tools read(JsonField tools, Optional<JsonField> choice, Members members) {
        var reader = new MessageTools(members);
        List<Tool> list = tools.items().stream().map(reader::tool).toList();
        boolean single =
                choice.flatMap(field -> field.member("disable_parallel_tool_use"))
                        .map(reader::single)
                        .orElse(false);
        return new Tools(list, choice.map(reader::choice).orElse(null), single);
    }

    private Tool tool(JsonField tool) {
        tool.member("type")
                .filter(type -> !type.text().equals("custom"))
                .ifPresent(type -> {
                    throw type.notSupported();
                });
        tool.carriesOnly(MEMBERS);
        tool.member("cache_control").ifPresent(mark -> members.note(Feature.CACHE_POINT, mark));
        boolean strict = tool.member("strict").map(JsonField::bool).orElse(false);
        if (strict) {
            members.note(Feature.STRICT_TOOL, tool.required("strict"));
        }
        return new Tool(
                tool.required("name").text(),
                tool.member("description").map(JsonField::text).orElse(null),
                tool.required("input_schema").object(),
                strict);
    }

    private boolean single(JsonField wish) {
        if (wish.bool()) {
            members.note(Feature.SINGLE_TOOL_CALL, wish);
        }
        return wish.bool();
    }

    private ToolChoice choice(JsonField choice) {
        JsonField type = choice.required("type");
        return switch (type.text()) {
            case "auto" -> new ToolChoice.Auto();
            case "any" -> {
                members.note(Feature.TOOL_CHOICE_FORCED, choice);
                yield new ToolChoice.Any();
            }
            case "tool" -> {
                members.note(Feature.TOOL_CHOICE_FORCED, choice);
                yield new ToolChoice.Named(choice.required("name").text());
            }
            case "none" -> {
                members.note(Feature.TOOL_CHOICE_NONE, choice);
                yield new ToolChoice.None();
            }
            default -> throw type.notSupported();
        };
    }
}
