package dev.tollgate.llmproxy.provider.anthropic;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.llmproxy.chat.Feature;
import dev.tollgate.llmproxy.chat.Members;
import dev.tollgate.llmproxy.chat.Part;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes what a turn, a system prompt or a tool's result consists of as content blocks. Empty
/// texts, which Anthropic refuses, say nothing and are left out.
final class AnthropicParts {
    private final Members members;

    /// @param members names what has no place here
    AnthropicParts(Members members) {
        this.members = members;
    }

    void write(List<? extends Part> parts, ArrayNode content) {
        for (Part part : parts) {
            write(part, content);
        }
    }

    private void write(Part part, ArrayNode content) {
        switch (part) {
            case Part.Text(String text) -> text(text, content);
            case Part.Refusal(String text) -> text(text, content);
            case Part.CachePoint() -> cachePoint(content);
            case Part.Image(String mediaType, String base64) ->
                    bytes(typed(content, "image"), mediaType, base64);
            case Part.ImageUrl(String url, String _) ->
                    typed(content, "image").putObject("source").put("type", "url").put("url", url);
            case Part.Document document -> document(document, typed(content, "document"));
            case Part.ToolUse use ->
                    typed(content, "tool_use")
                            .put("id", use.id())
                            .put("name", use.name())
                            .set("input", use.input());
            case Part.ToolResult(String id, var result, boolean failed) -> {
                ObjectNode block = typed(content, "tool_result").put("tool_use_id", id);
                write(result, block.putArray("content"));
                if (failed) {
                    block.put("is_error", true);
                }
            }
            case Part.Reasoning thoughts when thoughts.isGeminis() -> {}
            case Part.Reasoning(String text, String signature) ->
                    reasoning(text, signature, content);
            case Part.HiddenReasoning(String data) ->
                    typed(content, "redacted_thinking").put("data", data);
            case Part.Audio _ -> throw new IllegalArgumentException("sound is not carried");
        }
    }

    private static void text(String text, ArrayNode content) {
        if (!text.isEmpty()) {
            typed(content, "text").put("text", text);
        }
    }

    /// A mark on the last block there is; with none before it there is nothing to keep.
    private static void cachePoint(ArrayNode content) {
        if (content.path(content.size() - 1) instanceof ObjectNode last) {
            last.putObject("cache_control").put("type", "ephemeral");
        }
    }

    private void document(Part.Document document, ObjectNode block) {
        if (document.mediaType().startsWith("text/")) {
            byte[] text = Base64.getDecoder().decode(document.base64());
            block.putObject("source")
                    .put("type", "text")
                    .put("media_type", "text/plain")
                    .put("data", new String(text, StandardCharsets.UTF_8));
        } else if (document.mediaType().equals("application/pdf")) {
            bytes(block, document.mediaType(), document.base64());
        } else {
            boolean ownPart = members.features().contains(Feature.DOCUMENT);
            throw members.refusal(
                    ownPart ? Feature.DOCUMENT : Feature.TOOL_RESULT_MEDIA, "send a PDF, or text");
        }
        if (document.name() != null) {
            block.put("title", document.name());
        }
    }

    /// Thoughts are taken back only with the mark by which their provider knows them.
    private void reasoning(String text, @Nullable String signature, ArrayNode content) {
        if (signature == null) {
            throw members.refusal(
                    Feature.REASONING,
                    "leave out thoughts without a signature: they are another's");
        }
        typed(content, "thinking").put("thinking", text).put("signature", signature);
    }

    private static void bytes(ObjectNode block, String mediaType, String base64) {
        block.putObject("source")
                .put("type", "base64")
                .put("media_type", mediaType)
                .put("data", base64);
    }

    private static ObjectNode typed(ArrayNode content, String type) {
        return content.addObject().put("type", type);
    }
}
