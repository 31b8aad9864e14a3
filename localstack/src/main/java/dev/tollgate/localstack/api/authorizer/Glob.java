package dev.tollgate.localstack.api.authorizer;

/// IAM's patterns: `*` is any run of characters, slashes and colons included, `?` is one. Needs no
/// more than the product of both lengths in time.
final class Glob {
    private Glob() {}

    static boolean matches(String pattern, String text, boolean ignoreCase) {
        int p = 0;
        int t = 0;
        int star = -1;
        int resume = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = t;
            } else if (p < pattern.length()
                    && fits(pattern.charAt(p), text.charAt(t), ignoreCase)) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    private static boolean fits(char pattern, char text, boolean ignoreCase) {
        return pattern == '?'
                || pattern == text
                || (ignoreCase && Character.toLowerCase(pattern) == Character.toLowerCase(text));
    }
}
