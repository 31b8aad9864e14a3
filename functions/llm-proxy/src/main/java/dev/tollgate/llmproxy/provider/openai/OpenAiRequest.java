package dev.tollgate.llmproxy.provider.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.llmproxy.chat.ChatRequest;
import dev.tollgate.llmproxy.chat.ChatRequest.Part;
import dev.tollgate.llmproxy.chat.ChatRequest.Role;
import dev.tollgate.llmproxy.chat.ChatRequest.Sampling;
import dev.tollgate.llmproxy.chat.ChatRequest.Tool;
import dev.tollgate.llmproxy.chat.ChatRequest.ToolChoice;
import dev.tollgate.llmproxy.chat.ChatRequest.Turn;
import dev.tollgate.llmproxy.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Writes a chat as a chat-completions request (OpenAI API reference, "Create chat completion").
///
/// Several instructions become one, since chat templates of small servers take one. Tool results
/// become messages of their own before the turn's text, the order OpenAI asks for. A failed result
/// is marked in its text, since there is no other place.
final class OpenAiRequest {
    private OpenAiRequest() {}

    static ObjectNode write(ChatRequest request, String model) {
        ObjectNode body = StrictJson.newObject();
        body.put("model", model);
        ArrayNode messages = body.putArray("messages");
        if (!request.system().isEmpty()) {
            messages.addObject()
                    .put("role", "system")
                    .put("content", String.join("\n\n", request.system()));
        }
        request.turns().forEach(turn -> turn(turn, messages));
        sampling(request.sampling(), body);
        tools(request.tools(), request.choice(), body);
        if (request.stream()) {
            body.put("stream", true).putObject("stream_options").put("include_usage", true);
        }
        return body;
    }

    private static void turn(Turn turn, ArrayNode messages) {
        for (Part part : turn.parts()) {
            if (part instanceof Part.ToolResult(String id, String content, boolean failed)) {
                messages.addObject()
                        .put("role", "tool")
                        .put("tool_call_id", id)
                        .put("content", failed ? "error: " + content : content);
            }
        }
        List<Part> said =
                turn.parts().stream().filter(part -> !(part instanceof Part.ToolResult)).toList();
        if (!said.isEmpty()) {
            message(turn.role(), said, messages.addObject());
        }
    }

    private static void message(Role role, List<Part> parts, ObjectNode message) {
        message.put("role", role == Role.USER ? "user" : "assistant");
        if (parts.stream().anyMatch(Part.Image.class::isInstance)) {
            ArrayNode content = message.putArray("content");
            parts.forEach(part -> contentPart(part, content));
        } else {
            String text =
                    parts.stream()
                            .filter(Part.Text.class::isInstance)
                            .map(part -> ((Part.Text) part).text())
                            .collect(Collectors.joining("\n"));
            message.put("content", text);
        }
        if (parts.stream().anyMatch(Part.ToolUse.class::isInstance)) {
            ArrayNode calls = message.putArray("tool_calls");
            parts.forEach(part -> toolCall(part, calls));
        }
    }

    private static void contentPart(Part part, ArrayNode content) {
        switch (part) {
            case Part.Text(String text) ->
                    content.addObject().put("type", "text").put("text", text);
            case Part.Image(String mediaType, String base64) ->
                    content.addObject()
                            .put("type", "image_url")
                            .putObject("image_url")
                            .put("url", "data:" + mediaType + ";base64," + base64);
            case Part.ToolUse _, Part.ToolResult _ -> {}
        }
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

    private static void sampling(Sampling sampling, ObjectNode body) {
        if (sampling.maxTokens() != null) {
            body.put("max_tokens", sampling.maxTokens());
        }
        if (sampling.temperature() != null) {
            body.put("temperature", sampling.temperature());
        }
        if (sampling.topP() != null) {
            body.put("top_p", sampling.topP());
        }
        if (!sampling.stop().isEmpty()) {
            ArrayNode stop = body.putArray("stop");
            sampling.stop().forEach(stop::add);
        }
    }

    private static void tools(List<Tool> tools, @Nullable ToolChoice choice, ObjectNode body) {
        if (tools.isEmpty()) {
            return;
        }
        ArrayNode list = body.putArray("tools");
        for (Tool tool : tools) {
            ObjectNode function = list.addObject().put("type", "function").putObject("function");
            function.put("name", tool.name());
            if (tool.description() != null) {
                function.put("description", tool.description());
            }
            function.set("parameters", tool.schema());
        }
        switch (choice) {
            case null -> {}
            case ToolChoice.Auto() -> body.put("tool_choice", "auto");
            case ToolChoice.Any() -> body.put("tool_choice", "required");
            case ToolChoice.Named(String name) ->
                    body.putObject("tool_choice")
                            .put("type", "function")
                            .putObject("function")
                            .put("name", name);
        }
    }
}
