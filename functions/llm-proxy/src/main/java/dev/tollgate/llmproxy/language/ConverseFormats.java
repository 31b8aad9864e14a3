package dev.tollgate.llmproxy.language;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Converse's words for media types (Bedrock API reference, "ImageBlock" and "DocumentBlock").
public enum ConverseFormats {
    IMAGE(
            Map.of(
                    "png", "image/png",
                    "jpeg", "image/jpeg",
                    "gif", "image/gif",
                    "webp", "image/webp")),
    DOCUMENT(
            Map.of(
                    "pdf",
                    "application/pdf",
                    "csv",
                    "text/csv",
                    "doc",
                    "application/msword",
                    "docx",
                    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                    "xls",
                    "application/vnd.ms-excel",
                    "xlsx",
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                    "html",
                    "text/html",
                    "txt",
                    "text/plain",
                    "md",
                    "text/markdown"));

    private final Map<String, String> mediaTypes;
    private final Map<String, String> formats;

    ConverseFormats(Map<String, String> mediaTypes) {
        this.mediaTypes = mediaTypes;
        this.formats =
                mediaTypes.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));
    }

    public Optional<String> mediaType(String format) {
        return Optional.ofNullable(mediaTypes.get(format));
    }

    public Optional<String> format(String mediaType) {
        return Optional.ofNullable(formats.get(mediaType));
    }

    /// All formats, for messages: `gif, jpeg, …`.
    public String list() {
        return mediaTypes.keySet().stream().sorted().collect(Collectors.joining(", "));
    }
}
