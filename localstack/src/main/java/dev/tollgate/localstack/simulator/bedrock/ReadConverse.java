package dev.tollgate.localstack.simulator.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.localstack.simulator.play.Members;
import dev.tollgate.localstack.simulator.play.Prompt;
import dev.tollgate.localstack.simulator.play.PromptDraft;
import dev.tollgate.localstack.simulator.play.SimRefusal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Reads and validates a Converse request (Bedrock API reference, "Converse"). Members that Bedrock
/// knows and the model has no use for are accepted.
final class ReadConverse {
    static final int DEFAULT_MAX_TOKENS = 4096;

    private final PromptDraft draft = new PromptDraft();

    private ReadConverse() {}

    static Prompt read(Members body) throws SimRefusal {
        return new ReadConverse().prompt(body);
    }

    private Prompt prompt(Members body) throws SimRefusal {
        for (Members block : body.optionalObjects("system")) {
            onlyMember(block);
            if (block.has("text")) {
                draft.text(block.requiredText("text"));
            }
        }
        String lastUserText = messages(body.requiredObjects("messages"));
        Members inference = body.optionalObject("inferenceConfig");
        inference.optionalNumber("temperature", 0, 1);
        inference.optionalNumber("topP", 0, 1);
        if (body.has("toolConfig")) {
            tools(body.requiredObject("toolConfig"));
        }
        if (body.optionalObject("outputConfig").has("textFormat")) {
            format(body.requiredObject("outputConfig").requiredObject("textFormat"));
        }
        body.optionalObject("additionalModelRequestFields");
        requestMetadata(body.optionalObject("requestMetadata"));
        return draft.finish(
                lastUserText,
                inference.optionalCount("maxTokens").orElse(DEFAULT_MAX_TOKENS),
                inference.optionalTexts("stopSequences"));
    }

    private String messages(List<Members> messages) throws SimRefusal {
        String expected = "user";
        String lastUserText = "";
        for (Members message : messages) {
            String role = message.requiredText("role");
            if (!role.equals("user") && !role.equals("assistant")) {
                throw message.wrong("role", "user or assistant");
            }
            if (!role.equals(expected)) {
                throw SimRefusal.invalid(
                        "A conversation must start with a user message, and roles must alternate"
                                + " between user and assistant.");
            }
            StringBuilder text = new StringBuilder();
            for (Members block : message.requiredObjects("content")) {
                text.append(content(block));
            }
            if (role.equals("user")) {
                lastUserText = text.toString();
            }
            expected = role.equals("user") ? "assistant" : "user";
        }
        return lastUserText;
    }

    /// The block's own text, empty when it is another kind.
    private String content(Members block) throws SimRefusal {
        switch (onlyMember(block)) {
            case "text" -> {
                draft.text(block.requiredText("text"));
                return block.requiredText("text");
            }
            case "toolUse" -> {
                Members use = block.requiredObject("toolUse");
                use.requiredText("toolUseId");
                use.requiredText("name");
                draft.json(use.node().path("input"));
            }
            case "toolResult" -> {
                Members result = block.requiredObject("toolResult");
                result.requiredText("toolUseId");
                for (Members part : result.requiredObjects("content")) {
                    draft.json(part.node());
                }
            }
            case "image" -> image(block.requiredObject("image"));
            case "document", "video", "audio", "guardContent", "cachePoint" -> {
                // Known to Bedrock; the simulated model does not look.
            }
            case "reasoningContent", "citationsContent", "searchResult" -> {
                // Likewise.
            }
            default -> throw block.wrong(onlyMember(block), "a known content block");
        }
        return "";
    }

    private void tools(Members config) throws SimRefusal {
        for (Members tool : config.requiredObjects("tools")) {
            if (onlyMember(tool).equals("toolSpec")) {
                Members spec = tool.requiredObject("toolSpec");
                JsonNode input = spec.requiredObject("inputSchema").node().path("json");
                draft.tool(spec.requiredText("name"), input);
            }
            draft.json(tool.node());
        }
        Members choice = config.optionalObject("toolChoice");
        if (choice.has("any")) {
            draft.forceTool(Optional.empty());
        } else if (choice.has("tool")) {
            draft.forceTool(Optional.of(choice.requiredObject("tool").requiredText("name")));
        }
    }

    private void image(Members image) throws SimRefusal {
        String type = "image/" + image.requiredText("format");
        Members source = image.requiredObject("source");
        if (onlyMember(source).equals("bytes")) {
            draft.image(type, source.requiredText("bytes"));
        }
    }

    /// The schema comes as a string of JSON.
    private void format(Members format) throws SimRefusal {
        if (!format.requiredText("type").equals("json_schema")) {
            throw format.wrong("type", "json_schema");
        }
        Members schema = format.requiredObject("structure").requiredObject("jsonSchema");
        byte[] json = schema.requiredText("schema").getBytes(StandardCharsets.UTF_8);
        draft.schema(Members.ofBody(json).node());
    }

    private static void requestMetadata(Members metadata) throws SimRefusal {
        if (metadata.node().size() > 16) {
            throw SimRefusal.invalid("'requestMetadata' must have at most 16 entries");
        }
        for (var entry : metadata.node().properties()) {
            metadata.requiredText(entry.getKey());
        }
    }

    private static String onlyMember(Members union) throws SimRefusal {
        if (union.node().size() != 1) {
            throw SimRefusal.invalid(
                    "'" + union.path() + "' must have exactly one member, the kind of block");
        }
        return union.node().fieldNames().next();
    }
}
