package dev.tollgate.llmproxy.provider.bedrock;

import dev.tollgate.llmproxy.json.JsonField;
import dev.tollgate.llmproxy.provider.TokenBound;
import java.util.Optional;

/// Counts what is not text in the content blocks of a Converse request. Not thread-safe.
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
        block.member("cachePoint").ifPresent(ContentCount::standardLife);
        block.member("toolResult")
                .flatMap(result -> result.member("content"))
                .ifPresent(content -> content.items().forEach(this::block));
    }

    TokenBound.Contents total(boolean tools) {
        return new TokenBound.Contents(images, compressed, tools);
    }

    /// Refuses a cache entry of another life than the default, which has a price of its own.
    private static void standardLife(JsonField point) {
        point.member("ttl")
                .filter(ttl -> !ttl.text().equals("5m"))
                .ifPresent(ttl -> {
                    throw ttl.notSupported("leave it out, or send 5m");
                });
    }

    private static void inline(JsonField media) {
        Optional<JsonField> elsewhere =
                media.member("source").flatMap(source -> source.member("s3Location"));
        if (elsewhere.isPresent()) {
            throw elsewhere.get().notSupported("send the bytes in the request");
        }
    }
}
