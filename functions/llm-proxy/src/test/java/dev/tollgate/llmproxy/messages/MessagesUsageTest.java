package dev.tollgate.llmproxy.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.core.money.Money;
import dev.tollgate.core.money.Price;
import dev.tollgate.core.money.Usage;
import dev.tollgate.core.money.UsageKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// What answers say of their tokens, and what that costs, computed by hand in the golden file: in
/// nano-dollars a token, 3000 for input, 300 read from and 3750 or 6000 (an hour) written into the
/// cache, 15000 for output.
final class MessagesUsageTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/usage/messages.json");
    private static final Price PRICE =
            new Price(
                    "p1",
                    Instant.EPOCH,
                    Map.of(
                            UsageKind.INPUT, 3_000_000_000L,
                            UsageKind.OUTPUT, 15_000_000_000L,
                            UsageKind.CACHE_READ, 300_000_000L,
                            UsageKind.CACHE_WRITE, 3_750_000_000L,
                            UsageKind.CACHE_WRITE_1H, 6_000_000_000L));

    @TestFactory
    Stream<DynamicTest> usage_recorded_costsWhatWasComputedByHand() throws IOException {
        JsonNode cases = new ObjectMapper().readTree(Files.readString(GOLDEN));
        return StreamSupport.stream(cases.spliterator(), false)
                .map(each ->
                        DynamicTest.dynamicTest(
                                each.path("case").asText(), () -> assertHolds(each)));
    }

    private static void assertHolds(JsonNode recorded) {
        Usage usage = read(recorded).orElseThrow();
        var tokens = new HashMap<String, Long>();
        usage.counts().forEach((kind, count) -> tokens.put(kind.word(), count));
        var expected = new HashMap<String, Long>();
        recorded.path("tokens")
                .properties()
                .forEach(kind -> expected.put(kind.getKey(), kind.getValue().asLong()));
        assertEquals(expected, tokens);
        assertEquals(new Money(recorded.path("nanoDollars").asLong()), PRICE.cost(usage));
    }

    private static Optional<Usage> read(JsonNode recorded) {
        if (recorded.has("usage")) {
            return MessagesUsage.of(recorded.path("usage"));
        }
        var events = new MessagesEvents();
        Optional<Usage> last = Optional.empty();
        for (JsonNode event : recorded.path("events")) {
            Optional<Usage> said = events.read(event).usage();
            last = said.isPresent() ? said : last;
        }
        return last;
    }
}
