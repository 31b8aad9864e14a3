package dev.tollgate.llmproxy;

import dev.tollgate.llmproxy.dialect.Dialect;
import jakarta.inject.Singleton;
import java.util.List;

/// All dialects, by the routes they serve.
@Singleton
final class Dialects {
    private final List<Dialect> dialects;

    Dialects(List<Dialect> all) {
        dialects = List.copyOf(all);
    }

    /// @param resource the matched route
    /// @throws IllegalStateException when not exactly one dialect serves it: the API is wired
    ///   wrongly
    Dialect of(String resource) {
        List<Dialect> serving =
                dialects.stream().filter(dialect -> dialect.serves(resource)).toList();
        if (serving.size() != 1) {
            throw new IllegalStateException(
                    serving.size() + " dialects serve the route " + resource);
        }
        return serving.getFirst();
    }
}
