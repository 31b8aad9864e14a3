package dev.tollgate.llmproxy.provider.gemini;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.core.error.GatewayError;
import dev.tollgate.core.error.Refused;
import dev.tollgate.llmproxy.chat.ChatRequest;
import dev.tollgate.llmproxy.chat.ChatRequest.Role;
import dev.tollgate.llmproxy.chat.ChatRequest.Turn;
import dev.tollgate.llmproxy.chat.Feature;
import dev.tollgate.llmproxy.chat.Part;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Writes a chat's turns as contents. Results name their tool, which other languages do not say, so
/// the names of calls are remembered. Thoughts of earlier turns say nothing here and are passed
/// over; the mark on a call is kept. Not thread-safe.
final class GeminiContents {
    private final ChatRequest request;
    private final String model;

    /// By the call's id.
    private final Map<String, String> tools = new HashMap<>();

    private Optional<String> signature = Optional.empty();

    /// @param model at the upstream
    GeminiContents(ChatRequest request, String model) {
        this.request = request;
        this.model = model;
    }

    void write(ArrayNode contents) {
        for (Turn turn : request.alternating(GeminiContents::writes)) {
            ObjectNode content = contents.addObject();
            content.put("role", turn.role() == Role.USER ? "user" : "model");
            ArrayNode parts = content.putArray("parts");
            signature = Optional.empty();
            boolean called = false;
            for (Part part : turn.parts()) {
                write(part, parts, !called);
                called |= part instanceof Part.ToolUse;
            }
        }
    }

    private static boolean writes(Part part) {
        return switch (part) {
            case Part.Text(String text) -> !text.isEmpty();
            case Part.Refusal(String text) -> !text.isEmpty();
            case Part.CachePoint _, Part.Reasoning _, Part.HiddenReasoning _ -> false;
            case Part.Image _, Part.ImageUrl _, Part.Document _, Part.Audio _ -> true;
            case Part.ToolUse _, Part.ToolResult _ -> true;
        };
    }

    /// @param first whether no tool was called before in this turn: only the first call is marked
    private void write(Part part, ArrayNode parts, boolean first) {
        switch (part) {
            case Part.Text(String text) -> text(text, parts);
            case Part.Refusal(String text) -> text(text, parts);
            case Part.CachePoint _, Part.HiddenReasoning _ -> {}
            case Part.Reasoning(String _, String shown) ->
                    signature = Signature.own(shown).or(() -> signature);
            case Part.Image(String mediaType, String base64) ->
                    inline(parts.addObject(), mediaType, base64);
            case Part.Document document -> {
                require(document, Feature.DOCUMENT);
                inline(parts.addObject(), document.mediaType(), document.base64());
            }
            case Part.ToolUse use -> call(use, parts.addObject(), first);
            case Part.ToolResult result -> result(result, parts.addObject());
            case Part.Audio(String format, String base64) ->
                    inline(parts.addObject(), "audio/" + format, base64);
            case Part.ImageUrl _ -> throw new IllegalArgumentException("not carried");
        }
    }

    private static void text(String text, ArrayNode parts) {
        if (!text.isEmpty()) {
            parts.addObject().put("text", text);
        }
    }

    private void call(Part.ToolUse use, ObjectNode part, boolean first) {
        tools.put(use.id(), use.name());
        part.putObject("functionCall")
                .put("id", use.id())
                .put("name", use.name())
                .set("args", use.input());
        Optional<String> mark = first ? signature.or(() -> Signature.missing(model)) : signature;
        mark.ifPresent(own -> part.put("thoughtSignature", own));
        signature = Optional.empty();
    }

    private void result(Part.ToolResult result, ObjectNode part) {
        String name = tools.get(result.id());
        if (name == null) {
            throw new Refused(
                    new GatewayError.InvalidRequest(
                            "a tool's result answers a call that is not in the conversation; send"
                                    + " the turn with the call before it"));
        }
        String text =
                result.content().stream()
                        .filter(Part.Text.class::isInstance)
                        .map(said -> ((Part.Text) said).text())
                        .collect(Collectors.joining("\n"));
        ObjectNode response = part.putObject("functionResponse");
        response.put("id", result.id()).put("name", name);
        response.putObject("response").put(result.failed() ? "error" : "output", text);
        result.content().forEach(said -> media(said, response));
    }

    private void media(Part.Result said, ObjectNode response) {
        switch (said) {
            case Part.Text _ -> {}
            case Part.Image(String mediaType, String base64) ->
                    inline(response.withArrayProperty("parts").addObject(), mediaType, base64);
            case Part.Document document -> {
                require(document, Feature.TOOL_RESULT_MEDIA);
                inline(
                        response.withArrayProperty("parts").addObject(),
                        document.mediaType(),
                        document.base64());
            }
            case Part.ImageUrl _ ->
                    throw request.members()
                            .refusal(Feature.TOOL_RESULT_MEDIA, "send the image's bytes");
        }
    }

    private void require(Part.Document document, Feature feature) {
        boolean taken =
                document.mediaType().equals("application/pdf")
                        || document.mediaType().startsWith("text/");
        if (!taken) {
            throw request.members().refusal(feature, "send a PDF, or text");
        }
    }

    private static void inline(ObjectNode part, String mediaType, String base64) {
        part.putObject("inlineData").put("mimeType", mediaType).put("data", base64);
    }
}
