package dev.tollgate.llmproxy.chat;

import dev.tollgate.core.error.Refused;
import dev.tollgate.llmproxy.json.JsonField;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/// Where in the client's document each [Feature] of a chat first stands. Filled while a dialect
/// reads, then only looked at. Not thread-safe.
public final class Members {
    private final Map<Feature, JsonField> places = new EnumMap<>(Feature.class);

    public void note(Feature feature, JsonField place) {
        places.putIfAbsent(feature, place);
    }

    public Set<Feature> features() {
        return Set.copyOf(places.keySet());
    }

    /// @param carried by the target
    /// @throws Refused naming the first member that the target has no place for
    public void requireOnly(Set<Feature> carried) {
        places.forEach((feature, place) -> {
            if (!carried.contains(feature)) {
                throw place.notSupported();
            }
        });
    }

    /// The refusal of a feature that the target carries in general, but not like this.
    ///
    /// @param advice what to do instead
    public Refused refusal(Feature feature, String advice) {
        JsonField place = places.get(feature);
        if (place == null) {
            throw new IllegalStateException("the dialect did not note where it met " + feature);
        }
        return place.notSupported(advice);
    }
}
