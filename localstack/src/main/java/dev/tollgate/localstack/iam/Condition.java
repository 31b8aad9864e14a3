package dev.tollgate.localstack.iam;

import java.util.List;
import java.util.function.Predicate;

/// One operator of a statement's condition on one key. IAM's rules: a plain operator and
/// `ForAnyValue` do not hold where the key is absent, `ForAllValues` does.
///
/// Source: IAM User Guide, "Condition operators" and "Multivalued context keys".
sealed interface Condition {
    boolean holds(AccessRequest request);

    /// `Null`.
    record Absent(ContextKey key, boolean absent) implements Condition {
        @Override
        public boolean holds(AccessRequest request) {
            return request.values(key).isEmpty() == absent;
        }
    }

    /// `StringEquals` and `StringLike`; holds when one of the values matches.
    record Matches(Quantifier quantifier, boolean like, ContextKey key, List<Template> values)
            implements Condition {
        public Matches {
            values = List.copyOf(values);
        }

        @Override
        public boolean holds(AccessRequest request) {
            Predicate<String> matching = value -> matches(request, value);
            List<String> asked = request.values(key);
            return switch (quantifier) {
                case ONE, ANY -> asked.stream().anyMatch(matching);
                case ALL -> asked.stream().allMatch(matching);
            };
        }

        private boolean matches(AccessRequest request, String value) {
            return values.stream()
                    .flatMap(template ->
                            template.fill(request, like ? Glob::of : Glob::literal).stream())
                    .anyMatch(pattern -> pattern.matches(value));
        }
    }

    /// Which of a request's values have to match.
    enum Quantifier {
        /// The one there is.
        ONE,
        /// `ForAnyValue`.
        ANY,
        /// `ForAllValues`.
        ALL
    }

    /// @param operator as it stands in a document
    /// @throws IllegalArgumentException saying what is not known or does not fit
    static Condition of(String operator, String key, List<String> values) {
        ContextKey asked = ContextKey.of(key);
        if (operator.equals("Null")) {
            return new Absent(asked, flag(values));
        }
        int colon = operator.indexOf(':');
        Quantifier quantifier =
                switch (operator.substring(0, colon + 1)) {
                    case "" -> Quantifier.ONE;
                    case "ForAnyValue:" -> Quantifier.ANY;
                    case "ForAllValues:" -> Quantifier.ALL;
                    default -> throw unknown(operator);
                };
        boolean like =
                switch (operator.substring(colon + 1)) {
                    case "StringLike" -> true;
                    case "StringEquals" -> false;
                    default -> throw unknown(operator);
                };
        if (asked.many() == (quantifier == Quantifier.ONE)) {
            throw new IllegalArgumentException(operator + " does not fit " + key);
        }
        return new Matches(quantifier, like, asked, values.stream().map(Template::of).toList());
    }

    private static boolean flag(List<String> values) {
        return switch (String.join(",", values)) {
            case "true" -> true;
            case "false" -> false;
            case String other ->
                    throw new IllegalArgumentException("Null is true or false, not " + other);
        };
    }

    private static IllegalArgumentException unknown(String operator) {
        return new IllegalArgumentException("the operator " + operator + " is not known");
    }
}
