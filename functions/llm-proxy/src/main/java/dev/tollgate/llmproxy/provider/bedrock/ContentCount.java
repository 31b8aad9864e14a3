package dev.tollgate.llmproxy.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.llmproxy.json.JsonField;
import dev.tollgate.llmproxy.provider.TokenBound;
import java.util.Optional;

/// Counts what is not text in the content blocks of a Converse request or an Anthropic body. Not
/// thread-safe.
final class ContentCount {
    private int images;
    private boolean compressed;

    /// A block of Converse: `{"text": …}`, `{"image": …}`, `{"toolResult": {"content": […]}}` …
    ///
    /// @throws dev.tollgate.core.error.Refused for content that is not in the body, which no bound
    ///   covers
    void block(JsonField block) {
        block.member("text").ifPresent(JsonField::text);
        block.member("image")
                .ifPresent(image -> {
                    images++;
                    inline(image);
                });
        for (String kind : new String[] {"document", "video", "audio"}) {
            block.member(kind)
                    .ifPresent(media -> {
                        compressed = true;
                        inline(media);
                    });
        }
        block.member("toolResult")
                .flatMap(result -> result.member("content"))
                .ifPresent(content -> content.items().forEach(this::block));
    }

    /// A block of an Anthropic body: `{"type": "image", …}`.
    void anthropic(JsonNode block) {
        switch (block.path("type").asText("")) {
            case "image" -> images++;
            case "document" -> compressed = true;
            case "tool_result" -> block.path("content").forEach(this::anthropic);
            default -> {}
        }
    }

    TokenBound.Contents total(boolean tools) {
        return new TokenBound.Contents(images, compressed, tools);
    }

    private static void inline(JsonField media) {
        Optional<JsonField> elsewhere =
                media.member("source").flatMap(source -> source.member("s3Location"));
        if (elsewhere.isPresent()) {
            throw elsewhere.get().notSupportedBy("this target: send the bytes in the request");
        }
    }
}
