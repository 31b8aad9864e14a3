package dev.tollgate.localstack.simulator.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.localstack.simulator.play.Members;
import dev.tollgate.localstack.simulator.play.Prompt;
import dev.tollgate.localstack.simulator.play.SimRefusal;
import java.util.ArrayList;
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

    private final List<String> texts = new ArrayList<>();

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
        for (Members tool : body.optionalObjects("tools")) {
            for (Members function : tool.requiredObjects("functionDeclarations")) {
                function.requiredText("name");
                texts.add(function.node().toString());
            }
        }
        Members config = body.optionalObject("generationConfig");
        config.optionalNumber("temperature", 0, 2);
        config.optionalNumber("topP", 0, 1);
        return new Prompt(
                texts,
                lastUserText,
                config.optionalCount("maxOutputTokens").orElse(DEFAULT_MAX_TOKENS),
                config.optionalTexts("stopSequences"));
    }

    private String text(Members content) throws SimRefusal {
        StringBuilder text = new StringBuilder();
        for (Members part : content.requiredObjects("parts")) {
            if (part.has("text")) {
                text.append(part.requiredText("text"));
                texts.add(part.requiredText("text"));
            } else {
                other(part);
                texts.add(part.node().toString());
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
            data.requiredText("mimeType");
            data.requiredText("data");
        } else {
            List<String> names =
                    part.node().propertyStream().map(member -> member.getKey()).toList();
            throw SimRefusal.invalid("a part has one of text, inlineData, …, not " + names);
        }
    }

    /// Whether the answer shall show what the model thinks.
    static boolean showsThoughts(Members body) {
        JsonNode thinking = body.node().path("generationConfig").path("thinkingConfig");
        return thinking.path("includeThoughts").asBoolean(false);
    }
}
