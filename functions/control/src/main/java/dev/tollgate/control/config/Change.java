package dev.tollgate.control.config;

/// One field that a plan adds, changes or removes.
///
/// @param whose `platform` or `tenant <id>`
/// @param field as in [Mistake]; empty for a tenant as a whole
/// @param before empty when it is added
/// @param after empty when it is removed
public record Change(String whose, String field, String before, String after) {
    /// One line of a diff: `tenant acme: limits.money.month: $20 -> $30`.
    @Override
    public String toString() {
        String what =
                before.isEmpty()
                        ? "+ " + after
                        : after.isEmpty() ? "- " + before : before + " -> " + after;
        return whose + ": " + (field.isEmpty() ? "" : field + ": ") + what;
    }
}
