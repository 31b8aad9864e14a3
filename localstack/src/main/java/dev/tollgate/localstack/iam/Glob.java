package dev.tollgate.localstack.iam;

/// One of IAM's patterns: `*` is any run of characters, slashes and colons included, `?` is one.
/// Matching needs no more than the product of both lengths in time. Immutable.
public final class Glob {
    private static final int ANY_RUN = -1;
    private static final int ANY_ONE = -2;

    private final int[] symbols;

    private Glob(int[] symbols) {
        this.symbols = symbols;
    }

    public static Glob of(String pattern) {
        return new Glob(
                pattern.chars()
                        .map(c ->
                                switch (c) {
                                    case '*' -> ANY_RUN;
                                    case '?' -> ANY_ONE;
                                    default -> c;
                                })
                        .toArray());
    }

    /// What matches this text alone, whatever is in it.
    static Glob literal(String text) {
        return new Glob(text.chars().toArray());
    }

    /// What matches this one and then the other.
    Glob then(Glob next) {
        int[] both = new int[symbols.length + next.symbols.length];
        System.arraycopy(symbols, 0, both, 0, symbols.length);
        System.arraycopy(next.symbols, 0, both, symbols.length, next.symbols.length);
        return new Glob(both);
    }

    public boolean matches(String text) {
        return matches(text, false);
    }

    public boolean matchesIgnoringCase(String text) {
        return matches(text, true);
    }

    private boolean matches(String text, boolean ignoreCase) {
        int p = 0;
        int t = 0;
        int star = -1;
        int resume = 0;
        while (t < text.length()) {
            if (p < symbols.length && symbols[p] == ANY_RUN) {
                star = p++;
                resume = t;
            } else if (p < symbols.length && fits(symbols[p], text.charAt(t), ignoreCase)) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        while (p < symbols.length && symbols[p] == ANY_RUN) {
            p++;
        }
        return p == symbols.length;
    }

    private static boolean fits(int symbol, char text, boolean ignoreCase) {
        return symbol == ANY_ONE
                || symbol == text
                || (ignoreCase && Character.toLowerCase(symbol) == Character.toLowerCase(text));
    }
}
