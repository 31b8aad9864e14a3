package dev.tollgate.llmproxy.language;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Converse's words for media types (Bedrock API reference, "ImageBlock" and "DocumentBlock").
///
/// @param mediaTypes by format
public record ConverseFormats(Map<String, String> mediaTypes) {
    public static final ConverseFormats IMAGE =
            new ConverseFormats(
                    Map.of(
                            "png", "image/png",
                            "jpeg", "image/jpeg",
                            "gif", "image/gif",
                            "webp", "image/webp"));

    public static final ConverseFormats DOCUMENT =
            new ConverseFormats(
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

    public ConverseFormats {
        mediaTypes = Map.copyOf(mediaTypes);
    }

    public Optional<String> mediaType(String format) {
        return Optional.ofNullable(mediaTypes.get(format));
    }

    public Optional<String> format(String mediaType) {
        return mediaTypes.entrySet().stream()
                .filter(entry -> entry.getValue().equals(mediaType))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /// All formats, for messages: `gif, jpeg, …`.
    public String list() {
        return mediaTypes.keySet().stream().sorted().collect(Collectors.joining(", "));
    }
}
