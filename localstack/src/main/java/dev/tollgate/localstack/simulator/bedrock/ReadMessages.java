package dev.tollgate.localstack.simulator.bedrock;

import dev.tollgate.localstack.simulator.play.Members;
import dev.tollgate.localstack.simulator.play.Prompt;
import dev.tollgate.localstack.simulator.play.SimRefusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Reads and validates the body of an invocation in the shape of Anthropic's Messages, as Bedrock
/// takes it (Bedrock user guide, "Anthropic Claude Messages API").
final class ReadMessages {
    private static final Set<String> KNOWN =
            Set.of(
                    "anthropic_version",
                    "anthropic_beta",
                    "max_tokens",
                    "messages",
                    "system",
                    "stop_sequences",
                    "temperature",
                    "top_p",
                    "top_k",
                    "tools",
                    "tool_choice",
                    "thinking",
                    "metadata",
                    "output_config");

    private final List<String> texts = new ArrayList<>();

    private ReadMessages() {}

    static Prompt read(Members body) throws SimRefusal {
        return new ReadMessages().prompt(body);
    }

    private Prompt prompt(Members body) throws SimRefusal {
        for (var member : body.node().properties()) {
            if (!KNOWN.contains(member.getKey())) {
                throw SimRefusal.invalid(
                        "extraneous key [" + member.getKey() + "] is not permitted");
            }
        }
        if (!body.requiredText("anthropic_version").equals("bedrock-2023-05-31")) {
            throw body.wrong("anthropic_version", "bedrock-2023-05-31");
        }
        if (body.has("system")) {
            text(body, "system");
        }
        String lastUserText = "";
        for (Members message : body.requiredObjects("messages")) {
            String role = message.requiredText("role");
            String text = text(message, "content");
            switch (role) {
                case "user" -> lastUserText = text;
                case "assistant" -> {}
                default -> throw message.wrong("role", "user or assistant");
            }
        }
        for (Members tool : body.optionalObjects("tools")) {
            texts.add(tool.node().toString());
        }
        body.optionalNumber("temperature", 0, 1);
        int maxTokens =
                body.optionalCount("max_tokens")
                        .orElseThrow(() -> body.wrong("max_tokens", "a whole number above 0"));
        return new Prompt(texts, lastUserText, maxTokens, body.optionalTexts("stop_sequences"));
    }

    /// A string, or an array of typed blocks of which the texts are joined.
    private String text(Members owner, String name) throws SimRefusal {
        if (owner.node().path(name).isTextual()) {
            texts.add(owner.requiredText(name));
            return owner.requiredText(name);
        }
        StringBuilder text = new StringBuilder();
        for (Members block : owner.requiredObjects(name)) {
            if (block.requiredText("type").equals("text")) {
                text.append(block.requiredText("text"));
                texts.add(block.requiredText("text"));
            } else {
                texts.add(block.node().toString());
            }
        }
        return text.toString();
    }
}
