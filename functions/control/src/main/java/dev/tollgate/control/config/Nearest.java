package dev.tollgate.control.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Finds the word that was probably meant.
final class Nearest {
    private Nearest() {}

    /// The known word with the fewest letters to change (Levenshtein 1966, case ignored), if they
    /// are no more than one and a third of the word's letters.
    static Optional<String> to(String word, Collection<String> known) {
        String meant = word.toLowerCase(Locale.ROOT);
        return known.stream()
                .filter(candidate -> distance(meant, candidate) <= 1 + candidate.length() / 3)
                .min(
                        Comparator.<String>comparingInt(candidate -> distance(meant, candidate))
                                .thenComparing(Comparator.naturalOrder()));
    }

    private static int distance(String word, String candidate) {
        String other = candidate.toLowerCase(Locale.ROOT);
        int[] previous = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= word.length(); i++) {
            int[] current = new int[other.length() + 1];
            current[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int change = word.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                current[j] =
                        Math.min(
                                Math.min(current[j - 1], previous[j]) + 1,
                                previous[j - 1] + change);
            }
            previous = current;
        }
        return previous[other.length()];
    }
}
