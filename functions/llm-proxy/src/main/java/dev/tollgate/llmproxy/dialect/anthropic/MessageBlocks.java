package dev.tollgate.llmproxy.dialect.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.llmproxy.chat.Feature;
import dev.tollgate.llmproxy.chat.Members;
import dev.tollgate.llmproxy.chat.Part;
import dev.tollgate.llmproxy.json.JsonField;
import dev.tollgate.llmproxy.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/// Reads content blocks of a request. Notes what not every target carries.
final class MessageBlocks {
    private static final String CACHE = "cache_control";

    /// Who called a tool when no code of the provider's did.
    private static final ObjectNode THE_MODEL = StrictJson.newObject().put("type", "direct");

    private final Members members;

    MessageBlocks(Members members) {
        this.members = members;
    }

    /// A block of a message, and the mark that stands on it.
    void read(JsonField block, List<Part> parts) {
        JsonField type = block.required("type");
        parts.add(
                switch (type.text()) {
                    case "text" -> text(block);
                    case "image" -> image(block, Feature.IMAGE);
                    case "document" -> document(block, Feature.DOCUMENT);
                    case "tool_use" -> toolUse(block);
                    case "tool_result" -> toolResult(block);
                    case "thinking" -> thinking(block);
                    case "redacted_thinking" -> hidden(block);
                    default -> throw type.notSupported();
                });
        if (cached(block)) {
            parts.add(new Part.CachePoint());
        }
    }

    /// A block of the system prompt.
    void instruction(JsonField block, List<Part.Instruction> instructions) {
        JsonField type = block.required("type");
        if (!type.text().equals("text")) {
            throw type.notSupported();
        }
        instructions.add(text(block));
        if (cached(block)) {
            instructions.add(new Part.CachePoint());
        }
    }

    private boolean cached(JsonField block) {
        block.member(CACHE).ifPresent(mark -> members.note(Feature.CACHE_POINT, mark));
        return block.member(CACHE).isPresent();
    }

    private static Part.Text text(JsonField block) {
        block.carriesOnly(Set.of("type", "text", CACHE, "citations"));
        block.member("citations")
                .filter(citations -> !citations.items().isEmpty())
                .ifPresent(citations -> {
                    throw citations.notSupported();
                });
        return new Part.Text(block.required("text").text());
    }

    private Part.Result image(JsonField block, Feature feature) {
        block.carriesOnly(Set.of("type", "source", CACHE));
        JsonField source = block.required("source");
        JsonField type = source.required("type");
        members.note(feature, block);
        return switch (type.text()) {
            case "base64" ->
                    new Part.Image(
                            source.required("media_type").text(), source.required("data").base64());
            case "url" -> {
                members.note(Feature.IMAGE_URL, source);
                yield new Part.ImageUrl(source.required("url").text(), null);
            }
            default -> throw type.notSupported("send the bytes in the request");
        };
    }

    private Part.Result document(JsonField block, Feature feature) {
        block.carriesOnly(Set.of("type", "source", "title", "citations", CACHE));
        block.member("citations")
                .flatMap(citations -> citations.member("enabled"))
                .filter(JsonField::bool)
                .ifPresent(enabled -> {
                    throw enabled.notSupported();
                });
        JsonField source = block.required("source");
        JsonField type = source.required("type");
        members.note(feature, block);
        String name = block.member("title").map(JsonField::text).orElse(null);
        return switch (type.text()) {
            case "base64" ->
                    new Part.Document(
                            source.required("media_type").text(),
                            source.required("data").base64(),
                            name);
            case "text" -> new Part.Document("text/plain", base64(source.required("data")), name);
            default -> throw type.notSupported("send the bytes in the request");
        };
    }

    private static String base64(JsonField text) {
        return Base64.getEncoder().encodeToString(text.text().getBytes(StandardCharsets.UTF_8));
    }

    private static Part.ToolUse toolUse(JsonField use) {
        use.carriesOnly(Set.of("type", "id", "name", "input", "caller", CACHE));
        use.member("caller").ifPresent(caller -> caller.carriesOnly(THE_MODEL));
        return new Part.ToolUse(
                use.required("id").text(),
                use.required("name").text(),
                use.required("input").object());
    }

    private Part.ToolResult toolResult(JsonField block) {
        block.carriesOnly(Set.of("type", "tool_use_id", "content", "is_error", CACHE));
        var content = new ArrayList<Part.Result>();
        block.member("content").ifPresent(result -> result(result, content));
        return new Part.ToolResult(
                block.required("tool_use_id").text(),
                content,
                block.member("is_error").map(JsonField::bool).orElse(false));
    }

    private void result(JsonField result, List<Part.Result> content) {
        if (result.node().isTextual()) {
            content.add(new Part.Text(result.text()));
            return;
        }
        for (JsonField block : result.items()) {
            JsonField type = block.required("type");
            cached(block);
            content.add(
                    switch (type.text()) {
                        case "text" -> text(block);
                        case "image" -> image(block, Feature.TOOL_RESULT_MEDIA);
                        case "document" -> document(block, Feature.TOOL_RESULT_MEDIA);
                        default -> throw type.notSupported();
                    });
        }
    }

    /// Thoughts of a model that signs none come without a signature.
    private Part.Reasoning thinking(JsonField block) {
        block.carriesOnly(Set.of("type", "thinking", "signature"));
        members.note(Feature.REASONING, block);
        String signature = block.member("signature").map(JsonField::text).orElse("");
        return new Part.Reasoning(
                block.required("thinking").text(), signature.isEmpty() ? null : signature);
    }

    private Part.HiddenReasoning hidden(JsonField block) {
        block.carriesOnly(Set.of("type", "data"));
        members.note(Feature.REASONING, block);
        return new Part.HiddenReasoning(block.required("data").text());
    }
}
