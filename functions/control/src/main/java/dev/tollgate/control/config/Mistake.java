package dev.tollgate.control.config;

import java.util.Comparator;

/// What is wrong in a configuration file, and what to write instead.
///
/// @param file relative to the configuration directory, with `/`
/// @param line 1 or more
/// @param field for example `limits.requests.minute`, `issuers[0].issuer`, `aliases["sim.gpt"]`;
///   empty for the file as a whole
public record Mistake(String file, int line, String field, String message)
        implements Comparable<Mistake> {
    private static final Comparator<Mistake> ORDER =
            Comparator.comparing(Mistake::file)
                    .thenComparingInt(Mistake::line)
                    .thenComparing(Mistake::field)
                    .thenComparing(Mistake::message);

    @Override
    public int compareTo(Mistake other) {
        return ORDER.compare(this, other);
    }

    /// One line, as compilers write it: `file:line: field: message`.
    @Override
    public String toString() {
        return file + ':' + line + ": " + (field.isEmpty() ? "" : field + ": ") + message;
    }
}
