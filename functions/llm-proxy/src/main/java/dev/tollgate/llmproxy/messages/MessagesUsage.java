package dev.tollgate.llmproxy.messages;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.core.money.Usage;
import dev.tollgate.core.money.UsageKind;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Puts together what an answer says of its tokens. Its input excludes what was read from or
/// written into the prompt cache. Counts of a stream are cumulative: a later one replaces the
/// earlier. Not thread-safe.
public final class MessagesUsage {
    private static final String INPUT = "input_tokens";
    private static final String OUTPUT = "output_tokens";
    private static final String READ = "cache_read_input_tokens";
    private static final String WRITTEN = "cache_creation_input_tokens";
    private static final String AN_HOUR = "ephemeral_1h_input_tokens";

    private final Map<String, Long> counts = new HashMap<>();

    /// The `usage` of a buffered answer.
    public static Optional<Usage> of(JsonNode usage) {
        var all = new MessagesUsage();
        all.add(usage);
        return all.whole();
    }

    /// A `usage` that may hold some counts only; a missing one says nothing.
    public void add(JsonNode usage) {
        for (String name : List.of(INPUT, OUTPUT, READ, WRITTEN)) {
            add(name, usage);
        }
        add(AN_HOUR, usage.path("cache_creation"));
    }

    /// What the answer took; empty while it has not said both sides.
    public Optional<Usage> whole() {
        return counts.containsKey(OUTPUT) ? input().map(this::withOutput) : Optional.empty();
    }

    /// What was read for it alone; empty while it has not said so.
    public Optional<Usage> input() {
        if (!counts.containsKey(INPUT)) {
            return Optional.empty();
        }
        // What is not said to live for an hour was written for the default time.
        long written = count(WRITTEN);
        long anHour = Math.min(count(AN_HOUR), written);
        return Optional.of(
                new Usage(
                        Map.of(
                                UsageKind.INPUT,
                                count(INPUT),
                                UsageKind.CACHE_READ,
                                count(READ),
                                UsageKind.CACHE_WRITE,
                                written - anHour,
                                UsageKind.CACHE_WRITE_1H,
                                anHour),
                        false));
    }

    private Usage withOutput(Usage input) {
        var all = new EnumMap<UsageKind, Long>(UsageKind.class);
        all.putAll(input.counts());
        all.put(UsageKind.OUTPUT, count(OUTPUT));
        return new Usage(all, false);
    }

    private void add(String name, JsonNode parent) {
        JsonNode count = parent.path(name);
        if (count.canConvertToLong() && count.longValue() >= 0) {
            counts.put(name, count.longValue());
        }
    }

    private long count(String name) {
        return counts.getOrDefault(name, 0L);
    }
}
