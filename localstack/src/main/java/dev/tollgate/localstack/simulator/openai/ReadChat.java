package dev.tollgate.localstack.simulator.openai;

import dev.tollgate.localstack.simulator.play.Members;
import dev.tollgate.localstack.simulator.play.Prompt;
import dev.tollgate.localstack.simulator.play.PromptDraft;
import dev.tollgate.localstack.simulator.play.SimRefusal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads and validates a `POST /v1/chat/completions` body (OpenAI API reference, "Chat").
final class ReadChat {
    static final int DEFAULT_MAX_TOKENS = 4096;

    private static final Pattern DATA = Pattern.compile("data:([a-z/+.-]+);base64,(.*)");

    private static final Set<String> ROLES =
            Set.of("system", "developer", "user", "assistant", "tool", "function");

    private final PromptDraft draft = new PromptDraft();

    private ReadChat() {}

    static Prompt read(Members body) throws SimRefusal {
        return new ReadChat().prompt(body);
    }

    private Prompt prompt(Members body) throws SimRefusal {
        if (body.optionalCount("n").orElse(1) != 1) {
            throw body.wrong("n", "1: the simulator gives one answer");
        }
        String lastUserText = "";
        for (Members message : body.requiredObjects("messages")) {
            String role = message.requiredText("role");
            if (!ROLES.contains(role)) {
                throw message.wrong("role", "one of " + ROLES.stream().sorted().toList());
            }
            String text = text(message);
            if (role.equals("user") || role.equals("tool")) {
                lastUserText = text;
            }
            for (Members call : message.optionalObjects("tool_calls")) {
                draft.json(call.node());
            }
        }
        tools(body);
        format(body.optionalObject("response_format"));
        body.optionalNumber("temperature", 0, 2);
        body.optionalNumber("top_p", 0, 1);
        return draft.finish(lastUserText, maxTokens(body), stops(body));
    }

    private String text(Members message) throws SimRefusal {
        if (!message.has("content")) {
            if (!message.has("tool_calls")) {
                throw message.wrong("content", "a string or an array of parts");
            }
            return "";
        }
        if (message.node().path("content").isTextual()) {
            draft.text(message.requiredText("content"));
            return message.requiredText("content");
        }
        StringBuilder text = new StringBuilder();
        for (Members part : message.requiredObjects("content")) {
            switch (part.requiredText("type")) {
                case "text" -> {
                    text.append(part.requiredText("text"));
                    draft.text(part.requiredText("text"));
                }
                case "image_url" -> image(part);
                default -> draft.json(part.node());
            }
        }
        return text.toString();
    }

    private void image(Members part) throws SimRefusal {
        draft.json(part.node());
        String url = part.requiredObject("image_url").requiredText("url");
        Matcher data = DATA.matcher(url);
        if (data.matches()) {
            draft.image(data.group(1), data.group(2));
        } else {
            draft.imageAt(url);
        }
    }

    private void tools(Members body) throws SimRefusal {
        for (Members tool : body.optionalObjects("tools")) {
            draft.json(tool.node());
            if (tool.requiredText("type").equals("function")) {
                Members function = tool.requiredObject("function");
                draft.tool(function.requiredText("name"), function.node().path("parameters"));
            }
        }
        if (body.node().path("tool_choice").asText().equals("required")) {
            draft.forceTool(Optional.empty());
        } else if (body.node().path("tool_choice").isObject()) {
            Members function = body.requiredObject("tool_choice").requiredObject("function");
            draft.forceTool(Optional.of(function.requiredText("name")));
        }
    }

    private void format(Members format) throws SimRefusal {
        switch (format.node().path("type").asText("text")) {
            case "text" -> {}
            case "json_object" -> draft.anyObject();
            case "json_schema" -> {
                Members schema = format.requiredObject("json_schema");
                schema.requiredText("name");
                draft.schema(schema.requiredObject("schema").node());
            }
            default -> throw format.wrong("type", "text, json_object or json_schema");
        }
    }

    private static int maxTokens(Members body) throws SimRefusal {
        OptionalInt newer = body.optionalCount("max_completion_tokens");
        OptionalInt older = body.optionalCount("max_tokens");
        if (newer.isPresent() && older.isPresent()) {
            throw SimRefusal.invalid(
                    "'max_tokens' and 'max_completion_tokens' must not both be set");
        }
        return newer.orElse(older.orElse(DEFAULT_MAX_TOKENS));
    }

    private static List<String> stops(Members body) throws SimRefusal {
        return body.node().path("stop").isTextual()
                ? List.of(body.requiredText("stop"))
                : body.optionalTexts("stop");
    }
}
