package dev.tollgate.core.config;

import java.util.EnumSet;
import java.util.Set;

/// After which failures a route goes on, and how often it asks the same target again.
///
/// @param on failures after which the next target is tried; any other ends the call
/// @param retries further attempts at one target after a failure that cost nothing and may pass by
///   itself, 0 to [#MOST_RETRIES]
public record Fallback(Set<FailureClass> on, int retries) {
    public static final int MOST_RETRIES = 3;

    /// What a route does that says nothing else. What a content policy refused is not put to
    /// another model, and nobody gets a cheaper model, unless the tenant says so.
    public static final Set<FailureClass> USUAL =
            Set.copyOf(
                    EnumSet.complementOf(
                            EnumSet.of(FailureClass.CONTENT_POLICY, FailureClass.BUDGET)));

    public static final Fallback NONE = new Fallback(Set.of(), 0);

    public Fallback {
        on = Set.copyOf(on);
        if (retries < 0 || retries > MOST_RETRIES) {
            throw new IllegalArgumentException("retries are 0 to " + MOST_RETRIES);
        }
    }
}
