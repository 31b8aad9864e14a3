package dev.tollgate.llmproxy;

import static dev.tollgate.testkit.Fixtures.tenantLimit;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tollgate.core.ledger.Limit;
import dev.tollgate.core.ledger.LimitUnit;
import dev.tollgate.core.ledger.Remaining;
import dev.tollgate.core.ledger.Window;
import dev.tollgate.llmproxy.dialect.RateLimits;
import dev.tollgate.testkit.Fixtures;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What answers say of their caller's rates, in each dialect. The clock stands thirty seconds
/// before the next minute.
final class RateLimitsTest {
    private static final Limit SIXTY = tenantLimit(Window.MINUTE, LimitUnit.REQUESTS, 60);
    private static final Limit TEN_AN_HOUR = tenantLimit(Window.HOUR, LimitUnit.REQUESTS, 10);
    private static final Limit TOKENS = tenantLimit(Window.MINUTE, LimitUnit.TOKENS, 90_000);
    private static final Limit BUDGET = tenantLimit(Window.DAY, LimitUnit.MONEY, 1_000_000_000);

    private static final String COMPLETION =
            """
            {"choices":[{"message":{"content":"Hi"},"finish_reason":"stop"}],\
            "usage":{"prompt_tokens":3,"completion_tokens":2}}\
            """;
    private static final String MESSAGE =
            """
            {"type":"message","content":[{"type":"text","text":"Hi"}],"stop_reason":"end_turn",\
            "usage":{"input_tokens":3,"output_tokens":2}}\
            """;
    private static final String SAY_HELLO =
            """
            {"model":"%s","max_tokens":32,"messages":[{"role":"user","content":"Say hello."}]}\
            """;

    private final Rig rig = new Rig((_, wire) -> wire.whole(200, COMPLETION));

    @AfterEach
    void close() {
        rig.close();
    }

    /// The worst case of the only call: its bytes as they were sent, the template around a chat,
    /// the bound on the answer.
    private String tokensLeft() {
        int bytes = rig.upstream.requests().getFirst().body().length();
        return Integer.toString(90_000 - bytes - 64 - 32);
    }

    @Test
    void openAi_ratesAndABudget_saysTheTightestOfEachUnit() throws IOException {
        rig.limits(SIXTY, TEN_AN_HOUR, TOKENS, BUDGET);

        Client client = rig.complete(SAY_HELLO.formatted("sim.gpt"));

        assertEquals(200, client.status());
        assertEquals("10", client.header("x-ratelimit-limit-requests"));
        assertEquals("9", client.header("x-ratelimit-remaining-requests"));
        assertEquals("44m30s", client.header("x-ratelimit-reset-requests"));
        assertEquals("90000", client.header("x-ratelimit-limit-tokens"));
        assertEquals(tokensLeft(), client.header("x-ratelimit-remaining-tokens"));
        assertEquals("30s", client.header("x-ratelimit-reset-tokens"));
    }

    @Test
    void anthropic_rates_saysThemInItsOwnWords() throws IOException {
        rig.upstream.script((_, wire) -> wire.whole(200, MESSAGE));
        rig.limits(SIXTY, TOKENS);

        Client client = rig.send(Rig.messages("", SAY_HELLO.formatted(Rig.ANTHROPIC), Map.of()));

        assertEquals(200, client.status());
        assertEquals("60", client.header("anthropic-ratelimit-requests-limit"));
        assertEquals("59", client.header("anthropic-ratelimit-requests-remaining"));
        assertEquals("2026-11-22T10:16:00Z", client.header("anthropic-ratelimit-requests-reset"));
        assertEquals("90000", client.header("anthropic-ratelimit-tokens-limit"));
        assertEquals(tokensLeft(), client.header("anthropic-ratelimit-tokens-remaining"));
        assertEquals("2026-11-22T10:16:00Z", client.header("anthropic-ratelimit-tokens-reset"));
    }

    @Test
    void bedrock_rates_saysThemByTheStandardAlone() throws IOException {
        rig.limits(SIXTY, TEN_AN_HOUR, BUDGET);

        Client client = rig.call("sim.gpt", "converse", Rig.SAY_HELLO);

        assertEquals(200, client.status());
        assertEquals(
                "\"tenant-requests-minute\";q=60;w=60, \"tenant-requests-hour\";q=10;w=3600",
                client.header("ratelimit-policy"));
        assertEquals(
                "\"tenant-requests-minute\";r=59;t=30, \"tenant-requests-hour\";r=9;t=2670",
                client.header("ratelimit"));
        assertEquals("", client.header("x-ratelimit-limit-requests"));
    }

    @Test
    void openAi_rateUsedUp_saysWhatIsLeftWithTheRefusal() throws IOException {
        rig.limits(Fixtures.tenantLimit(Window.HOUR, LimitUnit.REQUESTS, 1), TOKENS, BUDGET);
        assertEquals(200, rig.complete(SAY_HELLO.formatted("sim.gpt")).status());

        Client client = rig.complete(SAY_HELLO.formatted("sim.gpt"));

        assertEquals("429 rate_limit_exceeded", client.status() + " " + client.code());
        assertEquals("2670", client.header("retry-after"));
        assertEquals("1", client.header("x-ratelimit-limit-requests"));
        assertEquals("0", client.header("x-ratelimit-remaining-requests"));
        assertEquals("44m30s", client.header("x-ratelimit-reset-requests"));
        assertEquals("90000", client.header("x-ratelimit-limit-tokens"));
        assertEquals("89995", client.header("x-ratelimit-remaining-tokens"));
        assertEquals(
                "\"tenant-requests-hour\";r=0;t=2670, \"tenant-tokens-minute\";r=89995;t=30",
                client.header("ratelimit"));
    }

    @Test
    void anthropic_rateUsedUp_saysWhatIsLeftWithTheRefusal() throws IOException {
        rig.limits(Fixtures.tenantLimit(Window.MINUTE, LimitUnit.TOKENS, 50));

        Client client = rig.send(Rig.messages("", SAY_HELLO.formatted(Rig.ANTHROPIC), Map.of()));

        assertEquals(402, client.status(), "this call alone is above it");
        assertEquals("50", client.header("anthropic-ratelimit-tokens-limit"));
        assertEquals("50", client.header("anthropic-ratelimit-tokens-remaining"));
        assertEquals("2026-11-22T10:16:00Z", client.header("anthropic-ratelimit-tokens-reset"));
    }

    @Test
    void bedrock_rateUsedUp_saysWhatIsLeftWithTheRefusal() throws IOException {
        rig.limits(Fixtures.tenantLimit(Window.MINUTE, LimitUnit.REQUESTS, 0));

        Client client = rig.call("sim.gpt", "converse", Rig.SAY_HELLO);

        assertEquals("\"tenant-requests-minute\";q=0;w=60", client.header("ratelimit-policy"));
        assertEquals("\"tenant-requests-minute\";r=0;t=30", client.header("ratelimit"));
    }

    @Test
    void openAi_upstreamThrottles_saysTheCallersOwnRates() throws IOException {
        rig.upstream.script((_, wire) -> wire.whole(429, "{}"));
        rig.limits(SIXTY);

        Client client = rig.complete(SAY_HELLO.formatted("sim.gpt"));

        assertEquals(429, client.status());
        assertEquals("59", client.header("x-ratelimit-remaining-requests"));
    }

    @Test
    void openAi_refusedBeforeTheHold_saysNothingOfRates() throws IOException {
        rig.limits(SIXTY);

        Client client = rig.complete(SAY_HELLO.formatted("no-such"));

        assertEquals(404, client.status());
        assertEquals("", client.header("ratelimit"));
    }

    @Test
    void answer_withoutRates_saysNothingOfThem() throws IOException {
        rig.limits(BUDGET);

        Client client = rig.complete(SAY_HELLO.formatted("sim.gpt"));

        assertEquals(200, client.status());
        assertEquals("", client.header("ratelimit"));
        assertEquals("", client.header("x-ratelimit-limit-requests"));
        assertEquals("", client.header("x-ratelimit-limit-tokens"));
    }

    @Test
    void tightest_sameAmountLeft_isTheOneThatRenewsLast() {
        var minute = new Remaining(SIXTY, 3, Fixtures.NOW.plusSeconds(30));
        var hour = new Remaining(TEN_AN_HOUR, 3, Fixtures.NOW.plusSeconds(2670));

        var limits = new RateLimits(List.of(minute, hour), Fixtures.NOW);

        assertEquals(Optional.of(hour), limits.tightest(LimitUnit.REQUESTS));
        assertEquals(Optional.empty(), limits.tightest(LimitUnit.TOKENS));
    }

    @Test
    void wait_periodThatHasEnded_isZero() {
        Instant past = Fixtures.NOW.minusSeconds(1);
        var left = new Remaining(SIXTY, 0, past);

        assertEquals(Duration.ZERO, new RateLimits(List.of(left), Fixtures.NOW).wait(left));
    }
}
