package dev.tollgate.core.money;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// Tokens by kind, each 0 or more.
///
/// @param estimated true when the provider did not say and a stated bound stands in
public record Usage(Map<TokenKind, Long> tokens, boolean estimated) {
    public static final Usage NONE = new Usage(Map.of(), false);

    public Usage {
        var copy = new EnumMap<TokenKind, Long>(TokenKind.class);
        tokens.forEach((kind, count) -> {
            if (count < 0) {
                throw new IllegalArgumentException(kind + " tokens are 0 or more");
            }
            if (count > 0) {
                copy.put(kind, count);
            }
        });
        tokens = Collections.unmodifiableMap(copy);
    }

    public static Usage of(long input, long output) {
        return new Usage(Map.of(TokenKind.INPUT, input, TokenKind.OUTPUT, output), false);
    }

    public long of(TokenKind kind) {
        return tokens.getOrDefault(kind, 0L);
    }

    /// All kinds together.
    public long total() {
        return tokens.values().stream().mapToLong(Long::longValue).reduce(0, Math::addExact);
    }

    public Usage asEstimate() {
        return new Usage(tokens, true);
    }
}
