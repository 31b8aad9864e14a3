package dev.tollgate.control.config;

import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The few values a file may leave to whoever applies it, as `${TOLLGATE_…}`. Only these: the
/// environment is never read.
record Variables(Map<String, String> values) {
    static final String OPENING = "${";

    private static final Pattern NAME = Pattern.compile("TOLLGATE_[A-Z0-9_]{1,64}");
    private static final Pattern USE = Pattern.compile("\\$\\{([^}]*)(}?)");

    /// @throws IllegalArgumentException for a name that is not `TOLLGATE_…`
    Variables {
        values = Map.copyOf(values);
        for (String name : values.keySet()) {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "a variable of a configuration is TOLLGATE_…, not " + name);
            }
        }
    }

    /// The text with the variables' values. What is unknown or unfinished stays and is told.
    String fill(String text, Consumer<String> problem) {
        return USE.matcher(text).replaceAll(use -> Matcher.quoteReplacement(fill(use, problem)));
    }

    private String fill(MatchResult use, Consumer<String> problem) {
        if (use.group(2).isEmpty()) {
            problem.accept("\"${\" without its \"}\"; write ${NAME}");
            return use.group();
        }
        String value = values.get(use.group(1));
        if (value == null) {
            problem.accept("there is no variable " + use.group() + "; " + choice(use.group(1)));
            return use.group();
        }
        return value;
    }

    private String choice(String name) {
        return Nearest.to(name, values.keySet())
                .map(near -> "write ${" + near + "}")
                .orElse(
                        values.isEmpty()
                                ? "write the value out: none are given here"
                                : "write one of "
                                        + String.join(", ", new TreeSet<>(values.keySet())));
    }
}
