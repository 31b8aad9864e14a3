package dev.tollgate.llmproxy.provider.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.llmproxy.chat.ChatRequest.Role;
import dev.tollgate.llmproxy.chat.ChatRequest.Turn;
import dev.tollgate.llmproxy.chat.Part;
import dev.tollgate.llmproxy.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/// Writes a chat's instructions and turns as messages.
///
/// Several instructions become one, since chat templates of small servers take one. Tool results
/// become messages of their own before the turn's text, the order OpenAI asks for. A failed result
/// is marked in its text, since there is no other place. Thoughts are passed over.
final class OpenAiMessages {
    private final ArrayNode messages;

    OpenAiMessages(ArrayNode messages) {
        this.messages = messages;
    }

    void system(List<Part.Instruction> instructions) {
        if (instructions.stream().anyMatch(Part.Text.class::isInstance)) {
            messages.addObject().put("role", "system").put("content", text(instructions, "\n\n"));
        }
    }

    void turn(Turn turn) {
        for (Part part : turn.parts()) {
            if (part instanceof Part.ToolResult(String id, var content, boolean failed)) {
                String text = text(content, "\n");
                messages.addObject()
                        .put("role", "tool")
                        .put("tool_call_id", id)
                        .put("content", failed ? "error: " + text : text);
            }
        }
        List<Part> said = turn.parts().stream().filter(OpenAiMessages::isSaid).toList();
        if (!said.isEmpty()) {
            message(turn.role(), said, messages.addObject());
        }
    }

    private static void message(Role role, List<Part> parts, ObjectNode message) {
        message.put("role", role == Role.USER ? "user" : "assistant");
        if (parts.stream().anyMatch(OpenAiMessages::needsParts)) {
            ArrayNode content = message.putArray("content");
            parts.forEach(part -> contentPart(part, content));
        } else {
            message.put("content", text(parts, "\n"));
        }
        parts.stream()
                .filter(Part.Refusal.class::isInstance)
                .forEach(part -> message.put("refusal", ((Part.Refusal) part).text()));
        if (parts.stream().anyMatch(Part.ToolUse.class::isInstance)) {
            ArrayNode calls = message.putArray("tool_calls");
            parts.forEach(part -> toolCall(part, calls));
        }
    }

    private static boolean isSaid(Part part) {
        return switch (part) {
            case Part.ToolResult _, Part.Reasoning _, Part.HiddenReasoning _ -> false;
            case Part.Text _, Part.Image _, Part.ImageUrl _, Part.Document _ -> true;
            case Part.Audio _, Part.CachePoint _, Part.ToolUse _, Part.Refusal _ -> true;
        };
    }

    private static boolean needsParts(Part part) {
        return switch (part) {
            case Part.Image _, Part.ImageUrl _, Part.Document _, Part.Audio _ -> true;
            case Part.Text _, Part.CachePoint _, Part.ToolUse _, Part.ToolResult _ -> false;
            case Part.Refusal _, Part.Reasoning _, Part.HiddenReasoning _ -> false;
        };
    }

    private static void contentPart(Part part, ArrayNode content) {
        switch (part) {
            case Part.Text(String text) -> typed(content, "text").put("text", text);
            case Part.Image(String mediaType, String base64) ->
                    typed(content, "image_url")
                            .putObject("image_url")
                            .put("url", data(mediaType, base64));
            case Part.ImageUrl(String url, String detail) -> {
                ObjectNode image = typed(content, "image_url").putObject("image_url");
                image.put("url", url);
                if (detail != null) {
                    image.put("detail", detail);
                }
            }
            case Part.Document(String mediaType, String base64, String name) ->
                    typed(content, "file")
                            .putObject("file")
                            .put("filename", Objects.requireNonNullElse(name, "document"))
                            .put("file_data", data(mediaType, base64));
            case Part.Audio(String format, String base64) ->
                    typed(content, "input_audio")
                            .putObject("input_audio")
                            .put("data", base64)
                            .put("format", format);
            case Part.CachePoint _, Part.ToolUse _, Part.ToolResult _, Part.Refusal _ -> {}
            case Part.Reasoning _, Part.HiddenReasoning _ ->
                    throw new IllegalArgumentException("not carried");
        }
    }

    private static ObjectNode typed(ArrayNode content, String type) {
        return content.addObject().put("type", type);
    }

    private static String data(String mediaType, String base64) {
        return "data:" + mediaType + ";base64," + base64;
    }

    private static String text(List<? extends Part> parts, String between) {
        return parts.stream()
                .filter(Part.Text.class::isInstance)
                .map(part -> ((Part.Text) part).text())
                .collect(Collectors.joining(between));
    }

    private static void toolCall(Part part, ArrayNode calls) {
        if (part instanceof Part.ToolUse use) {
            String arguments = new String(StrictJson.write(use.input()), StandardCharsets.UTF_8);
            calls.addObject()
                    .put("id", use.id())
                    .put("type", "function")
                    .putObject("function")
                    .put("name", use.name())
                    .put("arguments", arguments);
        }
    }
}
