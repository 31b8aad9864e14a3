package dev.tollgate.core.money;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// What was taken, by kind, each 0 or more.
///
/// @param estimated true when the provider did not say and a stated bound stands in
public record Usage(Map<UsageKind, Long> counts, boolean estimated) {
    public static final Usage NONE = new Usage(Map.of(), false);

    public Usage {
        var copy = new EnumMap<UsageKind, Long>(UsageKind.class);
        counts.forEach((kind, count) -> {
            if (count < 0) {
                throw new IllegalArgumentException("a count is 0 or more: " + kind);
            }
            if (count > 0) {
                copy.put(kind, count);
            }
        });
        counts = Collections.unmodifiableMap(copy);
    }

    public static Usage of(long input, long output) {
        return new Usage(Map.of(UsageKind.INPUT, input, UsageKind.OUTPUT, output), false);
    }

    public long of(UsageKind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    /// The tokens of all kinds together; other units are none.
    public long tokens() {
        return counts.entrySet().stream()
                .filter(count -> count.getKey().isTokens())
                .mapToLong(Map.Entry::getValue)
                .reduce(0, Math::addExact);
    }

    public Usage asEstimate() {
        return new Usage(counts, true);
    }
}
