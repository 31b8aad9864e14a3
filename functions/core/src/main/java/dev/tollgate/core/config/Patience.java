package dev.tollgate.core.config;

import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How long one attempt is waited for. Null is as long as the call may take.
///
/// @param answer until the end of an answer that is not streamed
/// @param firstContent until the first content of a streamed answer
/// @param idle between two pieces of a streamed answer once it has content
public record Patience(
        @Nullable Duration answer, @Nullable Duration firstContent, @Nullable Duration idle) {
    /// As long as the call may take.
    public static final Patience UNBOUNDED = new Patience(null, null, null);

    public Patience {
        boolean some =
                Stream.of(answer, firstContent, idle)
                        .filter(Objects::nonNull)
                        .allMatch(Duration::isPositive);
        if (!some) {
            throw new IllegalArgumentException("patience is more than nothing");
        }
    }
}
