package dev.tollgate.core.config;

/// One target of a route.
///
/// @param weight its share of calls among the weighted targets; 0 for one that is tried after
///   those, in the order of the list
/// @param when what a call must be like to get here
public record Choice(Target target, int weight, Condition when) {
    public Choice {
        if (weight < 0) {
            throw new IllegalArgumentException("a weight is 0 or more");
        }
    }

    /// For any call, without a weight.
    public static Choice of(Target target) {
        return new Choice(target, 0, Condition.ANY);
    }
}
