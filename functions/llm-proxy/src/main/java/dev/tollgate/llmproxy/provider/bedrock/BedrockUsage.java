package dev.tollgate.llmproxy.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.core.money.Usage;
import dev.tollgate.core.money.UsageKind;
import dev.tollgate.llmproxy.provider.HttpHead;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// Where Bedrock says what a call took. Its kinds are disjoint: input excludes what was cached.
final class BedrockUsage {
    private static final Map<UsageKind, String> CONVERSE =
            Map.of(
                    UsageKind.INPUT, "inputTokens",
                    UsageKind.OUTPUT, "outputTokens",
                    UsageKind.CACHE_READ, "cacheReadInputTokens",
                    UsageKind.CACHE_WRITE, "cacheWriteInputTokens");
    private static final Map<UsageKind, String> METRICS =
            Map.of(
                    UsageKind.INPUT, "inputTokenCount",
                    UsageKind.OUTPUT, "outputTokenCount",
                    UsageKind.CACHE_READ, "cacheReadInputTokenCount",
                    UsageKind.CACHE_WRITE, "cacheWriteInputTokenCount");
    private static final Map<UsageKind, String> HEADERS =
            Map.of(
                    UsageKind.INPUT, "x-amzn-bedrock-input-token-count",
                    UsageKind.OUTPUT, "x-amzn-bedrock-output-token-count",
                    UsageKind.CACHE_READ, "x-amzn-bedrock-cache-read-input-token-count",
                    UsageKind.CACHE_WRITE, "x-amzn-bedrock-cache-write-input-token-count");

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
        var counts = new EnumMap<UsageKind, Long>(UsageKind.class);
        HEADERS.forEach((kind, name) ->
                head.header(name)
                        .filter(value -> value.matches("\\d{1,15}"))
                        .ifPresent(value -> counts.put(kind, Long.parseLong(value))));
        return complete(counts);
    }

    private static Optional<Usage> complete(Map<UsageKind, Long> counts) {
        return counts.containsKey(UsageKind.INPUT) && counts.containsKey(UsageKind.OUTPUT)
                ? Optional.of(new Usage(counts, false))
                : Optional.empty();
    }

    private static Map<UsageKind, Long> read(Map<UsageKind, String> names, JsonNode node) {
        var counts = new EnumMap<UsageKind, Long>(UsageKind.class);
        names.forEach((kind, name) -> {
            JsonNode count = node.path(name);
            if (count.canConvertToLong() && count.longValue() >= 0) {
                counts.put(kind, count.longValue());
            }
        });
        return counts;
    }
}
