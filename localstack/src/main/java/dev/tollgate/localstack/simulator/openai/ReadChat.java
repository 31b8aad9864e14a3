package dev.tollgate.localstack.simulator.openai;

import dev.tollgate.localstack.simulator.play.Members;
import dev.tollgate.localstack.simulator.play.Prompt;
import dev.tollgate.localstack.simulator.play.SimRefusal;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/// Reads and validates a `POST /v1/chat/completions` body (OpenAI API reference, "Chat").
final class ReadChat {
    static final int DEFAULT_MAX_TOKENS = 4096;

    private static final Set<String> ROLES =
            Set.of("system", "developer", "user", "assistant", "tool", "function");

    private final List<String> texts = new ArrayList<>();

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
                texts.add(call.node().toString());
            }
        }
        for (Members tool : body.optionalObjects("tools")) {
            tool.requiredText("type");
            texts.add(tool.node().toString());
        }
        body.optionalNumber("temperature", 0, 2);
        body.optionalNumber("top_p", 0, 1);
        return new Prompt(texts, lastUserText, maxTokens(body), stops(body));
    }

    private String text(Members message) throws SimRefusal {
        if (!message.has("content")) {
            if (!message.has("tool_calls")) {
                throw message.wrong("content", "a string or an array of parts");
            }
            return "";
        }
        if (message.node().path("content").isTextual()) {
            texts.add(message.requiredText("content"));
            return message.requiredText("content");
        }
        StringBuilder text = new StringBuilder();
        for (Members part : message.requiredObjects("content")) {
            if (part.requiredText("type").equals("text")) {
                text.append(part.requiredText("text"));
                texts.add(part.requiredText("text"));
            } else {
                texts.add(part.node().toString());
            }
        }
        return text.toString();
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
