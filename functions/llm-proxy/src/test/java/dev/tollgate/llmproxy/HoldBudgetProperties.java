package dev.tollgate.llmproxy;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.core.ledger.Amounts;
import dev.tollgate.core.money.Offering;
import dev.tollgate.core.money.Price;
import dev.tollgate.core.money.Usage;
import dev.tollgate.core.money.UsageKind;
import dev.tollgate.llmproxy.provider.GuardrailBound;
import dev.tollgate.llmproxy.provider.TokenBound;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// No usage within its bound costs more than was held, whatever the price.
final class HoldBudgetProperties {
    @Test
    void worstCase_anyUsageWithinTheBound_isCovered() {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            Price price = price(random);
            var bound = new TokenBound(random.nextLong(5000), random.nextLong(5000), dear(random));
            Usage usage = within(bound, random);
            Amounts held = HoldBudget.worstCase(bound, price);
            assertTrue(
                    price.cost(usage).compareTo(held.money()) <= 0
                            && usage.tokens() <= held.tokens(),
                    () -> "seed " + seed + ": " + price + bound + usage);
        }
    }

    @Test
    void worstCase_anyUnitsWithinTheBound_areCoveredAndAreNoTokens() {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            Price price = unitPrice(random);
            var bound = new GuardrailBound(1 + random.nextLong(5000), random.nextLong(20));
            var counts = new EnumMap<UsageKind, Long>(UsageKind.class);
            bound.whole().counts().forEach((kind, most) -> counts.put(kind, within(most, random)));
            var usage = new Usage(counts, false);
            Amounts held = HoldBudget.worstCase(bound, price);
            assertTrue(
                    price.cost(usage).compareTo(held.money()) <= 0
                            && held.tokens() == 0
                            && usage.tokens() == 0,
                    () -> "seed " + seed + ": " + price + bound + usage);
        }
    }

    private static long within(long most, Random random) {
        return random.nextLong(most + 1);
    }

    private static Price unitPrice(Random random) {
        var rates = new EnumMap<UsageKind, Long>(UsageKind.class);
        for (UsageKind kind : UsageKind.of(Offering.GUARDRAIL)) {
            rates.put(kind, random.nextLong(random.nextBoolean() ? 10 : 20_000_000_000L));
        }
        return new Price("u", Instant.EPOCH, rates);
    }

    private static Set<UsageKind> dear(Random random) {
        var dear = EnumSet.noneOf(UsageKind.class);
        for (UsageKind kind : List.of(UsageKind.CACHE_WRITE_1H, UsageKind.AUDIO)) {
            if (random.nextBoolean()) {
                dear.add(kind);
            }
        }
        return dear;
    }

    private static Price price(Random random) {
        var rates = new EnumMap<UsageKind, Long>(UsageKind.class);
        for (UsageKind kind : UsageKind.of(Offering.MODEL)) {
            if (kind == UsageKind.INPUT || kind == UsageKind.OUTPUT || random.nextBoolean()) {
                rates.put(kind, random.nextLong(random.nextBoolean() ? 10 : 20_000_000_000L));
            }
        }
        return new Price("p", Instant.EPOCH, rates);
    }

    private static Usage within(TokenBound bound, Random random) {
        long read = random.nextLong(bound.input() + 1);
        long written = random.nextLong(bound.input() - read + 1);
        long left = bound.input() - read - written;
        long kept = bound.dear().contains(UsageKind.CACHE_WRITE_1H) ? random.nextLong(left + 1) : 0;
        long heard = bound.dear().contains(UsageKind.AUDIO) ? random.nextLong(left - kept + 1) : 0;
        return new Usage(
                Map.of(
                        UsageKind.CACHE_READ,
                        read,
                        UsageKind.CACHE_WRITE,
                        written,
                        UsageKind.CACHE_WRITE_1H,
                        kept,
                        UsageKind.INPUT,
                        left - kept - heard,
                        UsageKind.AUDIO,
                        heard,
                        UsageKind.OUTPUT,
                        random.nextLong(bound.output() + 1)),
                false);
    }
}
