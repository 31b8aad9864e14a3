package dev.tollgate.llmproxy.provider.bedrock;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.llmproxy.chat.Feature;
import dev.tollgate.llmproxy.chat.Members;
import dev.tollgate.llmproxy.chat.Part;
import dev.tollgate.llmproxy.language.ConverseFormats;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/// Writes parts as content blocks. Blank texts are left out: Converse takes none; so are thoughts
/// that the model would not know for its own.
final class ConverseBlocks {
    private static final Set<String> AUDIO =
            Set.of("mp3", "opus", "wav", "aac", "flac", "mp4", "ogg", "mkv", "m4a", "mpeg", "webm");

    /// What Converse takes in a document's name, all else becomes a hyphen.
    private static final Pattern NOT_IN_NAMES = Pattern.compile("[^A-Za-z0-9()\\[\\]-]+");

    private final Members members;
    private final boolean signs;
    private int documents;

    /// @param signs whether the model signs its thoughts, as Anthropic's do, and takes no others
    ConverseBlocks(Members members, boolean signs) {
        this.members = members;
        this.signs = signs;
    }

    /// Whether a turn gets content for it.
    boolean writes(Part part) {
        return switch (part) {
            case Part.Text(String text) -> !text.isBlank();
            case Part.Refusal(String text) -> !text.isBlank();
            case Part.Reasoning thoughts -> takes(thoughts);
            case Part.CachePoint _ -> false;
            case Part.Image _, Part.ImageUrl _, Part.Document _, Part.Audio _ -> true;
            case Part.ToolUse _, Part.ToolResult _, Part.HiddenReasoning _ -> true;
        };
    }

    void write(Part part, ArrayNode content) {
        switch (part) {
            case Part.Text(String text) -> text(text, content);
            case Part.Refusal(String text) -> text(text, content);
            case Part.CachePoint() ->
                    content.addObject().putObject("cachePoint").put("type", "default");
            case Part.Image image -> image(image, Feature.IMAGE, content);
            case Part.Document document -> document(document, Feature.DOCUMENT, content);
            case Part.Audio(String format, String base64) -> audio(format, base64, content);
            case Part.ToolUse use ->
                    content.addObject()
                            .putObject("toolUse")
                            .put("toolUseId", use.id())
                            .put("name", use.name())
                            .set("input", use.input());
            case Part.ToolResult result -> toolResult(result, content);
            case Part.Reasoning thoughts -> reasoning(thoughts, content);
            case Part.HiddenReasoning(String data) ->
                    content.addObject().putObject("reasoningContent").put("redactedContent", data);
            case Part.ImageUrl _ -> throw new IllegalArgumentException("not carried");
        }
    }

    private void reasoning(Part.Reasoning thoughts, ArrayNode content) {
        if (takes(thoughts)) {
            ObjectNode text =
                    content.addObject().putObject("reasoningContent").putObject("reasoningText");
            text.put("text", thoughts.text());
            if (thoughts.signature() != null) {
                text.put("signature", thoughts.signature());
            }
        }
    }

    private boolean takes(Part.Reasoning thoughts) {
        return !thoughts.isGeminis() && (thoughts.signature() != null || !signs);
    }

    private static void text(String text, ArrayNode content) {
        if (!text.isBlank()) {
            content.addObject().put("text", text);
        }
    }

    private void toolResult(Part.ToolResult result, ArrayNode content) {
        ObjectNode node = content.addObject().putObject("toolResult").put("toolUseId", result.id());
        ArrayNode said = node.putArray("content");
        for (Part.Result part : result.content()) {
            switch (part) {
                case Part.Text(String text) -> said.addObject().put("text", text);
                case Part.Image image -> image(image, Feature.TOOL_RESULT_MEDIA, said);
                case Part.Document document -> document(document, Feature.TOOL_RESULT_MEDIA, said);
                case Part.ImageUrl _ -> throw new IllegalArgumentException("not carried");
            }
        }
        if (result.failed()) {
            node.put("status", "error");
        }
    }

    private void image(Part.Image image, Feature feature, ArrayNode content) {
        String format = format(image.mediaType(), ConverseFormats.IMAGE, feature);
        bytes(content.addObject().putObject("image").put("format", format), image.base64());
    }

    /// Names need not be the client's, but differ within a request.
    private void document(Part.Document document, Feature feature, ArrayNode content) {
        documents++;
        String name = Objects.requireNonNullElse(document.name(), "document");
        String plain = NOT_IN_NAMES.matcher(name).replaceAll("-") + "-" + documents;
        String format = format(document.mediaType(), ConverseFormats.DOCUMENT, feature);
        ObjectNode node = content.addObject().putObject("document").put("format", format);
        bytes(node.put("name", plain), document.base64());
    }

    private void audio(String format, String base64, ArrayNode content) {
        if (!AUDIO.contains(format)) {
            throw members.refusal(Feature.AUDIO, "send wav or mp3");
        }
        bytes(content.addObject().putObject("audio").put("format", format), base64);
    }

    private String format(String mediaType, ConverseFormats formats, Feature feature) {
        return formats.format(mediaType)
                .orElseThrow(() ->
                        members.refusal(feature, "send one of these formats: " + formats.list()));
    }

    private static void bytes(ObjectNode node, String base64) {
        node.putObject("source").put("bytes", base64);
    }
}
