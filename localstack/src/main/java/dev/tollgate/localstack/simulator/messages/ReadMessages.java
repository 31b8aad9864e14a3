package dev.tollgate.localstack.simulator.messages;

import dev.tollgate.localstack.simulator.play.Members;
import dev.tollgate.localstack.simulator.play.Prompt;
import dev.tollgate.localstack.simulator.play.PromptDraft;
import dev.tollgate.localstack.simulator.play.SimRefusal;
import java.util.Optional;
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

    private final PromptDraft draft = new PromptDraft();

    private final boolean onBedrock;

    private ReadMessages(boolean onBedrock) {
        this.onBedrock = onBedrock;
    }

    /// @param known members; another is refused
    public static Prompt read(Members body, Set<String> known) throws SimRefusal {
        for (var member : body.node().properties()) {
            if (!known.contains(member.getKey())) {
                throw SimRefusal.invalid(
                        "extraneous key [" + member.getKey() + "] is not permitted");
            }
        }
        boolean onBedrock = known.contains(VERSION);
        if (onBedrock && !body.requiredText(VERSION).equals("bedrock-2023-05-31")) {
            throw body.wrong(VERSION, "bedrock-2023-05-31");
        }
        return new ReadMessages(onBedrock).prompt(body);
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
                // Instructions in mid-conversation are a beta, which Claude Code uses.
                case "assistant", "system" -> {}
                default -> throw message.wrong("role", "user, assistant or system");
            }
        }
        tools(body);
        format(body.optionalObject("output_config").optionalObject("format"));
        body.optionalNumber("temperature", 0, 1);
        return draft.finish(
                lastUserText,
                body.optionalCount("max_tokens").orElse(DEFAULT_MAX_TOKENS),
                body.optionalTexts("stop_sequences"));
    }

    /// A string, or an array of typed blocks of which the texts are joined.
    private String text(Members owner, String name) throws SimRefusal {
        if (owner.node().path(name).isTextual()) {
            draft.text(owner.requiredText(name));
            return owner.requiredText(name);
        }
        StringBuilder text = new StringBuilder();
        for (Members block : owner.requiredObjects(name)) {
            switch (block.requiredText("type")) {
                case "text" -> {
                    text.append(block.requiredText("text"));
                    draft.text(block.requiredText("text"));
                }
                case "image" -> image(block);
                default -> draft.json(block.node());
            }
        }
        return text.toString();
    }

    private void image(Members block) throws SimRefusal {
        draft.json(block.node());
        Members source = block.requiredObject("source");
        String type = source.requiredText("type");
        if (onBedrock && !type.equals("base64")) {
            throw source.wrong("type", "base64");
        }
        switch (type) {
            case "base64" ->
                    draft.image(source.requiredText("media_type"), source.requiredText("data"));
            case "url" -> draft.imageAt(source.requiredText("url"));
            case "file" -> {}
            default -> throw source.wrong("type", "base64, url or file");
        }
    }

    private void tools(Members body) throws SimRefusal {
        for (Members tool : body.optionalObjects("tools")) {
            draft.json(tool.node());
            draft.tool(tool.node().path("name").asText(), tool.node().path("input_schema"));
        }
        Members choice = body.optionalObject("tool_choice");
        switch (choice.node().path("type").asText("auto")) {
            case "auto", "none" -> {}
            case "any" -> draft.forceTool(Optional.empty());
            case "tool" -> draft.forceTool(Optional.of(choice.requiredText("name")));
            default -> throw choice.wrong("type", "auto, any, tool or none");
        }
    }

    private void format(Members format) throws SimRefusal {
        if (!format.node().isEmpty()) {
            if (!format.requiredText("type").equals("json_schema")) {
                throw format.wrong("type", "json_schema");
            }
            draft.schema(format.requiredObject("schema").node());
        }
    }
}
