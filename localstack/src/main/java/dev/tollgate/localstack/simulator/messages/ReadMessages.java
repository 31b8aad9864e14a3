package dev.tollgate.localstack.simulator.messages;

import dev.tollgate.localstack.simulator.play.Members;
import dev.tollgate.localstack.simulator.play.Prompt;
import dev.tollgate.localstack.simulator.play.SimRefusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads and validates a request in the shape of Anthropic's Messages (Anthropic API reference,
/// "Create a Message"; Bedrock user guide, "Anthropic Claude Messages API").
public final class ReadMessages {
    private static final String VERSION = "anthropic_version";
    private static final int DEFAULT_MAX_TOKENS = 4096;

    private static final Set<String> EVERYWHERE =
            Set.of(
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
                    "output_config",
                    "context_management");

    /// Members that Bedrock's InvokeModel takes.
    public static final Set<String> BEDROCK = and(EVERYWHERE, VERSION, "anthropic_beta");

    /// Members that Anthropic's own API takes.
    public static final Set<String> OWN =
            and(EVERYWHERE, "model", "stream", "service_tier", "cache_control");

    private final List<String> texts = new ArrayList<>();

    private ReadMessages() {}

    /// @param known members; another is refused
    public static Prompt read(Members body, Set<String> known) throws SimRefusal {
        for (var member : body.node().properties()) {
            if (!known.contains(member.getKey())) {
                throw SimRefusal.invalid(
                        "extraneous key [" + member.getKey() + "] is not permitted");
            }
        }
        if (known.contains(VERSION) && !body.requiredText(VERSION).equals("bedrock-2023-05-31")) {
            throw body.wrong(VERSION, "bedrock-2023-05-31");
        }
        return new ReadMessages().prompt(body);
    }

    private static Set<String> and(Set<String> members, String... more) {
        return Stream.concat(members.stream(), Stream.of(more)).collect(Collectors.toSet());
    }

    private Prompt prompt(Members body) throws SimRefusal {
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
        return new Prompt(
                texts,
                lastUserText,
                body.optionalCount("max_tokens").orElse(DEFAULT_MAX_TOKENS),
                body.optionalTexts("stop_sequences"));
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
