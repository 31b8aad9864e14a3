package dev.tollgate.localstack.simulator.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.localstack.simulator.play.Members;
import dev.tollgate.localstack.simulator.play.Prompt;
import dev.tollgate.localstack.simulator.play.PromptDraft;
import dev.tollgate.localstack.simulator.play.SimRefusal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Reads and validates a request of generateContent (Gemini API reference, "Generating content").
final class ReadContents {
    private static final int DEFAULT_MAX_TOKENS = 8192;
    private static final Set<String> KNOWN =
            Set.of(
                    "contents",
                    "systemInstruction",
                    "tools",
                    "toolConfig",
                    "generationConfig",
                    "safetySettings");

    private final PromptDraft draft = new PromptDraft();

    /// Names of the tools that were called.
    private final Set<String> called = new HashSet<>();

    private ReadContents() {}

    static Prompt read(Members body) throws SimRefusal {
        for (var member : body.node().properties()) {
            if (!KNOWN.contains(member.getKey())) {
                throw SimRefusal.invalid(
                        "Invalid JSON payload received. Unknown name \"" + member.getKey() + "\"");
            }
        }
        return new ReadContents().prompt(body);
    }

    private Prompt prompt(Members body) throws SimRefusal {
        if (body.has("systemInstruction")) {
            text(body.requiredObject("systemInstruction"));
        }
        String lastUserText = "";
        for (Members content : body.requiredObjects("contents")) {
            String role = content.has("role") ? content.requiredText("role") : "user";
            String text = text(content);
            switch (role) {
                case "user" -> lastUserText = text;
                case "model" -> {}
                default -> throw SimRefusal.invalid("Please use a valid role: user, model.");
            }
        }
        tools(body);
        Members config = body.optionalObject("generationConfig");
        format(config);
        config.optionalNumber("temperature", 0, 2);
        config.optionalNumber("topP", 0, 1);
        return draft.finish(
                lastUserText,
                config.optionalCount("maxOutputTokens").orElse(DEFAULT_MAX_TOKENS),
                config.optionalTexts("stopSequences"));
    }

    private String text(Members content) throws SimRefusal {
        StringBuilder text = new StringBuilder();
        for (Members part : content.requiredObjects("parts")) {
            if (part.has("text")) {
                text.append(part.requiredText("text"));
                draft.text(part.requiredText("text"));
            } else {
                other(part);
                draft.json(part.node());
            }
        }
        return text.toString();
    }

    private void other(Members part) throws SimRefusal {
        if (part.has("functionCall")) {
            called.add(part.requiredObject("functionCall").requiredText("name"));
        } else if (part.has("functionResponse")) {
            Members response = part.requiredObject("functionResponse");
            response.requiredObject("response");
            if (!called.contains(response.requiredText("name"))) {
                throw SimRefusal.invalid(
                        "Please ensure that a function response turn comes after its function call"
                                + " turn");
            }
        } else if (part.has("inlineData")) {
            Members data = part.requiredObject("inlineData");
            if (data.requiredText("mimeType").startsWith("image/")) {
                draft.image(data.requiredText("mimeType"), data.requiredText("data"));
            } else {
                data.requiredText("data");
            }
        } else {
            List<String> names =
                    part.node().propertyStream().map(member -> member.getKey()).toList();
            throw SimRefusal.invalid("a part has one of text, inlineData, …, not " + names);
        }
    }

    private void tools(Members body) throws SimRefusal {
        for (Members tool : body.optionalObjects("tools")) {
            for (Members function : tool.requiredObjects("functionDeclarations")) {
                draft.json(function.node());
                JsonNode schema = function.node().path("parametersJsonSchema");
                draft.tool(
                        function.requiredText("name"),
                        schema.isMissingNode() ? function.node().path("parameters") : schema);
            }
        }
        Members calling = body.optionalObject("toolConfig").optionalObject("functionCallingConfig");
        if (calling.node().path("mode").asText().equals("ANY")) {
            draft.forceTool(calling.optionalTexts("allowedFunctionNames").stream().findFirst());
        }
    }

    private void format(Members config) throws SimRefusal {
        JsonNode json = config.node().path("responseJsonSchema");
        JsonNode schema = json.isMissingNode() ? config.node().path("responseSchema") : json;
        boolean asked = config.node().path("responseMimeType").asText().equals("application/json");
        if (!schema.isMissingNode()) {
            if (!asked) {
                throw SimRefusal.invalid("a response schema wants the mime type application/json");
            }
            draft.schema(schema);
        } else if (asked) {
            draft.anyObject();
        }
    }

    /// Whether the answer shall show what the model thinks.
    static boolean showsThoughts(Members body) {
        JsonNode thinking = body.node().path("generationConfig").path("thinkingConfig");
        return thinking.path("includeThoughts").asBoolean(false);
    }
}
