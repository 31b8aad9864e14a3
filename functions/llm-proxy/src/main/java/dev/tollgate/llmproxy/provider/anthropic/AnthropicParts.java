package dev.tollgate.llmproxy.provider.anthropic;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.llmproxy.chat.Feature;
import dev.tollgate.llmproxy.chat.Members;
import dev.tollgate.llmproxy.chat.Part;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/// Writes what a turn, a system prompt or a tool's result consists of as content blocks. Empty
/// texts, which Anthropic refuses, say nothing and are left out; so are thoughts without the mark
/// by which Anthropic knows its own: they are another's, or came through a language that has no
/// place for it.
final class AnthropicParts {
    private final Members members;

    /// @param members names what has no place here
    AnthropicParts(Members members) {
        this.members = members;
    }

    /// Whether a turn gets a block for it.
    static boolean writes(Part part) {
        return switch (part) {
            case Part.Text(String text) -> !text.isEmpty();
            case Part.Refusal(String text) -> !text.isEmpty();
            case Part.Reasoning thoughts -> isOwn(thoughts);
            case Part.CachePoint _ -> false;
            case Part.Image _, Part.ImageUrl _, Part.Document _, Part.Audio _ -> true;
            case Part.ToolUse _, Part.ToolResult _, Part.HiddenReasoning _ -> true;
        };
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
            case Part.Reasoning thoughts -> reasoning(thoughts, content);
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

    private static void reasoning(Part.Reasoning thoughts, ArrayNode content) {
        if (isOwn(thoughts)) {
            typed(content, "thinking")
                    .put("thinking", thoughts.text())
                    .put("signature", thoughts.signature());
        }
    }

    private static boolean isOwn(Part.Reasoning thoughts) {
        return thoughts.signature() != null && !thoughts.isGeminis();
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
