package dev.tollgate.llmproxy.dialect.bedrock;

import dev.tollgate.llmproxy.chat.Feature;
import dev.tollgate.llmproxy.chat.Members;
import dev.tollgate.llmproxy.chat.Part;
import dev.tollgate.llmproxy.json.JsonField;
import dev.tollgate.llmproxy.json.StrictJson;
import dev.tollgate.llmproxy.language.ConverseFormats;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// Reads content blocks of a Converse request: unions with one member. Notes what not every target
/// carries.
final class ConverseBlock {
    private final Members members;

    ConverseBlock(Members members) {
        this.members = members;
    }

    /// A block of a message.
    Part read(JsonField union) {
        JsonField block = union.only();
        return switch (block.name()) {
            case "text" -> new Part.Text(block.text());
            case "image" -> image(block, Feature.IMAGE);
            case "document" -> document(block, Feature.DOCUMENT);
            case "toolUse" -> toolUse(block);
            case "toolResult" -> toolResult(block);
            case "reasoningContent" -> reasoning(block);
            case "cachePoint" -> cachePoint(block);
            default -> throw block.notSupported();
        };
    }

    /// A block of the system prompt.
    Part.Instruction instruction(JsonField union) {
        JsonField block = union.only();
        return switch (block.name()) {
            case "text" -> new Part.Text(block.text());
            case "cachePoint" -> cachePoint(block);
            default -> throw block.notSupported();
        };
    }

    private Part.Image image(JsonField image, Feature feature) {
        image.carriesOnly(Set.of("format", "source"));
        String mediaType = mediaType(image.required("format"), ConverseFormats.IMAGE);
        members.note(feature, image);
        return new Part.Image(mediaType, bytes(image.required("source")));
    }

    private Part.Document document(JsonField document, Feature feature) {
        document.carriesOnly(Set.of("format", "name", "source"));
        String mediaType = mediaType(document.required("format"), ConverseFormats.DOCUMENT);
        members.note(feature, document);
        String name = document.required("name").text();
        return new Part.Document(mediaType, bytes(document.required("source")), name);
    }

    private static String mediaType(JsonField format, ConverseFormats formats) {
        return formats.mediaType(format.text())
                .orElseThrow(() -> format.wrong("must be one of " + formats.list()));
    }

    private static String bytes(JsonField source) {
        source.carriesOnly(Set.of("bytes"));
        return source.required("bytes").base64();
    }

    private static Part.ToolUse toolUse(JsonField use) {
        use.carriesOnly(Set.of("toolUseId", "name", "input"));
        return new Part.ToolUse(
                use.required("toolUseId").text(),
                use.required("name").text(),
                use.required("input").node());
    }

    private Part.ToolResult toolResult(JsonField result) {
        result.carriesOnly(Set.of("toolUseId", "content", "status"));
        boolean failed =
                result.member("status").map(status -> status.text().equals("error")).orElse(false);
        return new Part.ToolResult(
                result.required("toolUseId").text(),
                result.required("content").items().stream().map(this::result).toList(),
                failed);
    }

    private Part.Result result(JsonField union) {
        JsonField content = union.only();
        return switch (content.name()) {
            case "text" -> new Part.Text(content.text());
            case "json" ->
                    new Part.Text(
                            new String(StrictJson.write(content.node()), StandardCharsets.UTF_8));
            case "image" -> image(content, Feature.TOOL_RESULT_MEDIA);
            case "document" -> document(content, Feature.TOOL_RESULT_MEDIA);
            default -> throw content.notSupported();
        };
    }

    private Part reasoning(JsonField union) {
        members.note(Feature.REASONING, union);
        JsonField block = union.only();
        return switch (block.name()) {
            case "reasoningText" -> {
                block.carriesOnly(Set.of("text", "signature"));
                yield new Part.Reasoning(
                        block.required("text").text(),
                        block.member("signature").map(JsonField::text).orElse(null));
            }
            case "redactedContent" -> new Part.HiddenReasoning(block.base64());
            default -> throw block.notSupported();
        };
    }

    Part.CachePoint cachePoint(JsonField point) {
        point.carriesOnly(Set.of("type"));
        members.note(Feature.CACHE_POINT, point);
        return new Part.CachePoint();
    }
}
