package dev.tollgate.llmproxy.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.core.money.TokenKind;
import dev.tollgate.core.money.Usage;
import dev.tollgate.llmproxy.provider.HttpHead;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// Where Bedrock says what a call took. Its kinds are disjoint: input excludes what was cached.
final class BedrockUsage {
    private static final Map<TokenKind, String> CONVERSE =
            Map.of(
                    TokenKind.INPUT, "inputTokens",
                    TokenKind.OUTPUT, "outputTokens",
                    TokenKind.CACHE_READ, "cacheReadInputTokens",
                    TokenKind.CACHE_WRITE, "cacheWriteInputTokens");
    private static final Map<TokenKind, String> METRICS =
            Map.of(
                    TokenKind.INPUT, "inputTokenCount",
                    TokenKind.OUTPUT, "outputTokenCount",
                    TokenKind.CACHE_READ, "cacheReadInputTokenCount",
                    TokenKind.CACHE_WRITE, "cacheWriteInputTokenCount");
    private static final Map<TokenKind, String> HEADERS =
            Map.of(
                    TokenKind.INPUT, "x-amzn-bedrock-input-token-count",
                    TokenKind.OUTPUT, "x-amzn-bedrock-output-token-count",
                    TokenKind.CACHE_READ, "x-amzn-bedrock-cache-read-input-token-count",
                    TokenKind.CACHE_WRITE, "x-amzn-bedrock-cache-write-input-token-count");

    private BedrockUsage() {}

    /// `usage` of a Converse answer or of the stream's `metadata`.
    static Optional<Usage> converse(JsonNode usage) {
        return complete(read(CONVERSE, usage));
    }

    /// `amazon-bedrock-invocationMetrics` of a stream's last chunk.
    static Optional<Usage> metrics(JsonNode metrics) {
        return complete(read(METRICS, metrics));
    }

    /// Headers of a buffered invoke.
    static Optional<Usage> headers(HttpHead head) {
        var counts = new EnumMap<TokenKind, Long>(TokenKind.class);
        HEADERS.forEach((kind, name) ->
                head.header(name)
                        .filter(value -> value.matches("\\d{1,15}"))
                        .ifPresent(value -> counts.put(kind, Long.parseLong(value))));
        return complete(counts);
    }

    private static Optional<Usage> complete(Map<TokenKind, Long> counts) {
        return counts.containsKey(TokenKind.INPUT) && counts.containsKey(TokenKind.OUTPUT)
                ? Optional.of(new Usage(counts, false))
                : Optional.empty();
    }

    private static Map<TokenKind, Long> read(Map<TokenKind, String> names, JsonNode node) {
        var counts = new EnumMap<TokenKind, Long>(TokenKind.class);
        names.forEach((kind, name) -> {
            JsonNode count = node.path(name);
            if (count.canConvertToLong() && count.longValue() >= 0) {
                counts.put(kind, count.longValue());
            }
        });
        return counts;
    }
}
