package dev.tollgate.bench.scene;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// How long calls took, nanoseconds.
///
/// @param whole from the request to the answer's end
/// @param first from the request to the first word; as `whole` where there was none
public record Times(List<Long> whole, List<Long> first) {
    public static final Times NONE = new Times(List.of(), List.of());

    public Times {
        whole = List.copyOf(whole);
        first = List.copyOf(first);
    }

    public Times and(Times other) {
        return new Times(joined(whole, other.whole), joined(first, other.first));
    }

    public int count() {
        return whole.size();
    }

    /// @param share 0 to 1: 0.5 for the median
    /// @return microseconds
    public double wholeMicros(double share) {
        return micros(whole, share);
    }

    /// @param share 0 to 1: 0.5 for the median
    /// @return microseconds
    public double firstMicros(double share) {
        return micros(first, share);
    }

    /// The calls from one to before another, in their order.
    public Times part(int from, int to) {
        return new Times(whole.subList(from, to), first.subList(from, to));
    }

    private static List<Long> joined(List<Long> one, List<Long> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }

    private static double micros(List<Long> nanos, double share) {
        var sorted = new ArrayList<>(nanos);
        sorted.sort(null);
        int index = (int) Math.min(sorted.size() - 1.0, share * sorted.size());
        return sorted.isEmpty() ? Double.NaN : sorted.get(index) / 1e3;
    }
}
