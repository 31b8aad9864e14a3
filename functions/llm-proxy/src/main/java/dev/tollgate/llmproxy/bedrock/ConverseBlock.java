package dev.tollgate.llmproxy.bedrock;

import dev.tollgate.llmproxy.chat.ChatRequest.Part;
import dev.tollgate.llmproxy.json.JsonField;
import dev.tollgate.llmproxy.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.stream.Collectors;

/// Reads one content block of a Converse message: a union with one member.
final class ConverseBlock {
    private static final Set<String> IMAGE_FORMATS = Set.of("png", "jpeg", "gif", "webp");

    private ConverseBlock() {}

    static Part read(JsonField union) {
        JsonField block = union.only();
        return switch (block.name()) {
            case "text" -> new Part.Text(block.text());
            case "image" -> image(block);
            case "toolUse" -> toolUse(block);
            case "toolResult" -> toolResult(block);
            default -> throw block.notSupported();
        };
    }

    private static Part image(JsonField image) {
        image.carriesOnly(Set.of("format", "source"));
        JsonField format = image.required("format");
        if (!IMAGE_FORMATS.contains(format.text())) {
            throw format.wrong("must be one of png, jpeg, gif, webp");
        }
        image.required("source").carriesOnly(Set.of("bytes"));
        JsonField bytes = image.required("source").required("bytes");
        try {
            var _ = Base64.getDecoder().decode(bytes.text());
        } catch (IllegalArgumentException _) {
            throw bytes.wrong("must be base64");
        }
        return new Part.Image("image/" + format.text(), bytes.text());
    }

    private static Part toolUse(JsonField use) {
        use.carriesOnly(Set.of("toolUseId", "name", "input"));
        return new Part.ToolUse(
                use.required("toolUseId").text(),
                use.required("name").text(),
                use.required("input").node());
    }

    private static Part toolResult(JsonField result) {
        result.carriesOnly(Set.of("toolUseId", "content", "status"));
        String content =
                result.required("content").items().stream()
                        .map(ConverseBlock::resultText)
                        .collect(Collectors.joining("\n"));
        boolean failed =
                result.member("status").map(status -> status.text().equals("error")).orElse(false);
        return new Part.ToolResult(result.required("toolUseId").text(), content, failed);
    }

    private static String resultText(JsonField union) {
        JsonField content = union.only();
        return switch (content.name()) {
            case "text" -> content.text();
            case "json" -> new String(StrictJson.write(content.node()), StandardCharsets.UTF_8);
            default -> throw content.notSupported();
        };
    }
}
