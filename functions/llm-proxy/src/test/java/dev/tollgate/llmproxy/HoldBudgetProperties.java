package dev.tollgate.llmproxy;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.core.ledger.Amounts;
import dev.tollgate.core.money.Price;
import dev.tollgate.core.money.TokenKind;
import dev.tollgate.core.money.Usage;
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
                            && usage.total() <= held.tokens(),
                    () -> "seed " + seed + ": " + price + bound + usage);
        }
    }

    private static Set<TokenKind> dear(Random random) {
        var dear = EnumSet.noneOf(TokenKind.class);
        for (TokenKind kind : List.of(TokenKind.CACHE_WRITE_1H, TokenKind.AUDIO)) {
            if (random.nextBoolean()) {
                dear.add(kind);
            }
        }
        return dear;
    }

    private static Price price(Random random) {
        var rates = new EnumMap<TokenKind, Long>(TokenKind.class);
        for (TokenKind kind : TokenKind.values()) {
            if (kind == TokenKind.INPUT || kind == TokenKind.OUTPUT || random.nextBoolean()) {
                rates.put(kind, random.nextLong(random.nextBoolean() ? 10 : 20_000_000_000L));
            }
        }
        return new Price("p", Instant.EPOCH, rates);
    }

    private static Usage within(TokenBound bound, Random random) {
        long read = random.nextLong(bound.input() + 1);
        long written = random.nextLong(bound.input() - read + 1);
        long left = bound.input() - read - written;
        long kept = bound.dear().contains(TokenKind.CACHE_WRITE_1H) ? random.nextLong(left + 1) : 0;
        long heard = bound.dear().contains(TokenKind.AUDIO) ? random.nextLong(left - kept + 1) : 0;
        return new Usage(
                Map.of(
                        TokenKind.CACHE_READ,
                        read,
                        TokenKind.CACHE_WRITE,
                        written,
                        TokenKind.CACHE_WRITE_1H,
                        kept,
                        TokenKind.INPUT,
                        left - kept - heard,
                        TokenKind.AUDIO,
                        heard,
                        TokenKind.OUTPUT,
                        random.nextLong(bound.output() + 1)),
                false);
    }
}
