package dev.tollgate.localstack.iam;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A value of a condition with policy variables, `${key}`, in it. What a request puts in is text: a
/// `*` of its own is no wildcard.
record Template(List<Part> parts) {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");

    Template {
        parts = List.copyOf(parts);
    }

    sealed interface Part {
        record Text(String text) implements Part {}

        record Variable(ContextKey key) implements Part {}
    }

    static Template of(String value) {
        var parts = new ArrayList<Part>();
        Matcher variables = VARIABLE.matcher(value);
        int from = 0;
        while (variables.find()) {
            parts.add(text(value.substring(from, variables.start())));
            ContextKey key = ContextKey.of(variables.group(1));
            if (key.many()) {
                throw new IllegalArgumentException(key.word() + " has several values");
            }
            parts.add(new Part.Variable(key));
            from = variables.end();
        }
        parts.add(text(value.substring(from)));
        return new Template(parts);
    }

    private static Part text(String text) {
        if (text.contains("${")) {
            throw new IllegalArgumentException("a policy variable does not end in " + text);
        }
        return new Part.Text(text);
    }

    /// With the request's values in it; empty when the request has not all of them, and nothing
    /// matches.
    ///
    /// @param text makes a pattern of what stands in the document
    Optional<Glob> fill(AccessRequest request, Function<String, Glob> text) {
        Glob filled = Glob.literal("");
        for (Part part : parts) {
            switch (part) {
                case Part.Text(String fixed) -> filled = filled.then(text.apply(fixed));
                case Part.Variable(ContextKey key) -> {
                    List<String> values = request.values(key);
                    if (values.isEmpty()) {
                        return Optional.empty();
                    }
                    filled = filled.then(Glob.literal(values.getFirst()));
                }
            }
        }
        return Optional.of(filled);
    }
}
