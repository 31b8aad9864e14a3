package dev.tollgate.llmproxy.dialect.anthropic;

import dev.tollgate.core.error.GatewayError;
import dev.tollgate.core.error.Refused;
import dev.tollgate.llmproxy.dialect.ModelCard;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// A page of the list of models (Anthropic API reference, "List Models"). An alias that is gone
/// still marks its place: the list is in the order of aliases.
///
/// @param models at most as many as were asked for
/// @param more whether there are others beyond them, in the direction that was asked for
record ModelPage(List<ModelCard> models, boolean more) {
    private static final int USUAL = 20;
    private static final int MOST = 1000;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,4}");

    private static final String LIMIT = "limit";
    private static final String AFTER = "after_id";
    private static final String BEFORE = "before_id";

    /// @param all in the order of their aliases
    /// @throws Refused when the query asks for no page
    static ModelPage of(List<ModelCard> all, Map<String, List<String>> query) {
        int limit = one(query, LIMIT).map(ModelPage::limit).orElse(USUAL);
        Optional<String> after = one(query, AFTER);
        Optional<String> before = one(query, BEFORE);
        if (after.isPresent() && before.isPresent()) {
            throw refused(BEFORE, "must not stand beside " + AFTER);
        }
        List<ModelCard> beyond =
                all.stream()
                        .filter(is(after, place -> place > 0))
                        .filter(is(before, place -> place < 0))
                        .toList();
        int size = Math.min(limit, beyond.size());
        int from = before.isPresent() ? beyond.size() - size : 0;
        return new ModelPage(beyond.subList(from, from + size), size < beyond.size());
    }

    /// @param side of the mark: negative before it, positive behind it
    private static Predicate<ModelCard> is(Optional<String> mark, Predicate<Integer> side) {
        return model -> mark.map(alias -> side.test(model.alias().compareTo(alias))).orElse(true);
    }

    private static int limit(String text) {
        int limit = NUMBER.matcher(text).matches() ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > MOST) {
            throw refused(LIMIT, "must be a whole number from 1 to " + MOST);
        }
        return limit;
    }

    private static Optional<String> one(Map<String, List<String>> query, String name) {
        List<String> values = query.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw refused(name, "must be given once");
        }
        return values.stream().findFirst();
    }

    private static Refused refused(String name, String why) {
        return new Refused(
                new GatewayError.InvalidRequest(
                        "the query's " + name + " " + why, Optional.of(name)));
    }
}
