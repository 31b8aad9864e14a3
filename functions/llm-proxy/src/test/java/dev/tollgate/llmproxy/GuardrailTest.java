package dev.tollgate.llmproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.core.call.Attempt;
import dev.tollgate.core.call.Outcome;
import dev.tollgate.core.config.Choice;
import dev.tollgate.core.config.Fallback;
import dev.tollgate.core.config.Patience;
import dev.tollgate.core.config.ProviderKind;
import dev.tollgate.core.config.Route;
import dev.tollgate.core.config.Target;
import dev.tollgate.core.ledger.Limit;
import dev.tollgate.core.ledger.LimitState;
import dev.tollgate.core.ledger.LimitUnit;
import dev.tollgate.core.ledger.QuotaLedger;
import dev.tollgate.core.ledger.Window;
import dev.tollgate.testkit.Fixtures;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Bedrock's ApplyGuardrail. What usage costs is in `usage/recordings.yaml`.
final class GuardrailTest {
    private static final String MAIL =
            "{\"source\":\"INPUT\", \"content\":[{\"text\":{\"text\":\"Write to x@y.example\"}}],"
                    + " \"tomorrows\": 1.0}";
    private static final String MASKED =
            "{\"action\":\"GUARDRAIL_INTERVENED\",\"outputs\":[{\"text\":\"Write to {EMAIL}\"}],"
                    + " \"tomorrows\":1.0,"
                    + "\"usage\":{\"topicPolicyUnits\":0,\"contentPolicyUnits\":1,"
                    + "\"wordPolicyUnits\":1,\"sensitiveInformationPolicyUnits\":1,"
                    + "\"sensitiveInformationPolicyFreeUnits\":1,"
                    + "\"contextualGroundingPolicyUnits\":0}}";

    /// One unit of each kind of text, and two of automated reasoning: 1 + 2 + 0 + 3 + 4 + 2 x 6.
    private static final long ONE_UNIT_HELD = 22;

    private final Rig rig = new Rig((_, wire) -> wire.whole(200, MASKED));

    @AfterEach
    void close() {
        rig.close();
    }

    private Attempt attempt() {
        return rig.books.lines(Fixtures.ACME, 1).getFirst().attempts().getLast();
    }

    private static String body(String blocks) {
        return "{\"source\":\"OUTPUT\",\"outputScope\":\"FULL\",\"content\":[" + blocks + "]}";
    }

    @Test
    void apply_bytesPassBothWaysAndTheAliasBecomesTheGuardrail() throws IOException {
        Client client = rig.guard(Rig.MASK, "3", MAIL);

        assertEquals(200, client.status(), client.text());
        assertEquals(MASKED, client.text());
        ScriptedUpstream.Request sent = rig.upstream.requests().getFirst();
        assertEquals("/guardrail/mask/version/3/apply", sent.path());
        assertEquals(MAIL, sent.body());
        assertTrue(
                sent.headers().getOrDefault("authorization", "").startsWith("AWS4-HMAC-SHA256"),
                () -> sent.headers().toString());
    }

    @Test
    void apply_isSettledByTheCountAndTakesNoTokens() throws IOException {
        List<Limit> limits =
                List.of(
                        Fixtures.tenantLimit(Window.DAY, LimitUnit.TOKENS, 0),
                        Fixtures.tenantLimit(Window.DAY, LimitUnit.MONEY, ONE_UNIT_HELD));
        rig.limits(limits.toArray(Limit[]::new));

        Client client = rig.guard(Rig.MASK, "DRAFT", MAIL);

        assertEquals(200, client.status(), client.text());
        assertEquals("sim-bedrock/guardrail/mask", attempt().target());
        assertEquals(2 + 3, attempt().cost().nanos());
        assertEquals(0, attempt().usage().tokens());
        assertEquals("u1", attempt().priceVersion());
        QuotaLedger.Books books =
                rig.books.books(Fixtures.ACME, limits, Fixtures.ZONE, Fixtures.NOW);
        assertEquals(List.of(), books.holds());
        assertEquals(List.of(0L, 5L), books.limits().stream().map(LimitState::settled).toList());
    }

    @Test
    void apply_budgetBelowTheWorstCase_isRefusedAndNothingIsCalled() throws IOException {
        rig.limits(Fixtures.tenantLimit(Window.MONTH, LimitUnit.MONEY, ONE_UNIT_HELD - 1));

        Client client = rig.guard(Rig.MASK, "1", MAIL);

        assertEquals(400, client.status());
        assertEquals("ServiceQuotaExceededException", client.header("x-amzn-ErrorType"));
        assertTrue(client.text().contains("this call alone is above"), client.text());
        assertTrue(client.text().contains("; send less content at a time"), client.text());
        assertEquals(0, rig.upstream.requests().size());
    }

    /// Two blocks of 1,001 code units and an image: five units of each kind of text, one image.
    @ParameterizedTest
    @ValueSource(longs = {115, 114})
    void apply_hold_countsBlocksByThemselves(long budget) throws IOException {
        rig.limits(Fixtures.tenantLimit(Window.MONTH, LimitUnit.MONEY, budget));
        String text = "{\"text\":{\"text\":\"" + "x".repeat(1001) + "\"}}";
        String empty = "{\"text\":{\"text\":\"\",\"qualifiers\":[\"query\"]}}";
        String image = "{\"image\":{\"format\":\"png\",\"source\":{\"bytes\":\"aGk=\"}}}";
        String body = body(String.join(",", text, text, empty, image));

        Client client = rig.guard(Rig.MASK, "1", body);

        assertEquals(budget < 5 * ONE_UNIT_HELD + 5 ? 400 : 200, client.status(), client.text());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"content":[]}                                      | source is missing
                    {"source":"BOTH","content":[]}                      | source must be INPUT or OUTPUT
                    {"source":"INPUT"}                                  | content is missing
                    {"source":"INPUT","content":[]}                     | content must have one block or more
                    {"source":"INPUT","content":{}}                     | content must be an array
                    {"source":"INPUT","outputScope":"ALL","content":[]} | outputScope must be INTERVENTIONS or FULL
                    {"source":"INPUT","content":[{}]}                   | content[0] must have exactly one member
                    {"source":"INPUT","content":["x"]}                  | content[0] must be an object
                    {"source":"INPUT","content":[{"text":"x"}]}         | content[0].text must be an object
                    {"source":"INPUT","content":[{"text":{"text":7}}]}  | content[0].text.text must be a string
                    {"source":"INPUT","content":[{"image":{"format":"png"}}]}                             | content[0].image.source is missing
                    {"source":"INPUT","content":[{"image":{"source":{"bytes":7}}}]}                       | content[0].image.source.bytes must be a string
                    {"source":"INPUT","content":[{"image":{"source":{"s3Location":{"uri":"s3://b/k"}}}}]} | content[0].image.source.s3Location cannot be carried over
                    {"source":"INPUT","content":[{"video":{"source":{"bytes":"aGk="}}}]}                  | content[0].video cannot be carried over to what stands behind the model alias sim.mask
                    """)
    void apply_bodyThatNoBoundCovers_isRefusedByName(String body, String told) throws IOException {
        Client client = rig.guard(Rig.MASK, "1", body);

        assertEquals(400, client.status());
        assertEquals("ValidationException", client.header("x-amzn-ErrorType"));
        assertTrue(client.text().contains(told), client.text());
        assertEquals(0, rig.upstream.requests().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "01", "100000000", "draft", "%44RAFT", "", "1.0", "-1"})
    void apply_versionThatIsNone_isRefusedWithWhatToSend(String version) throws IOException {
        Client client = rig.guard(Rig.MASK, version, MAIL);

        assertEquals(400, client.status());
        assertTrue(client.text().contains("1 to 99999999, or DRAFT"), client.text());
    }

    @Test
    void apply_pinnedTarget_takesItsVersionAlone() throws IOException {
        rig.route("pinned", Route.to(RigPlatform.guardrail("mask:7")));

        assertEquals(200, rig.guard("pinned", "7", MAIL).status());
        Client other = rig.guard("pinned", "8", MAIL);

        assertEquals(400, other.status());
        assertTrue(other.text().contains("is fixed at version 7"), other.text());
        assertTrue(other.text().contains("These aliases take it: sim.mask"), other.text());
        assertEquals(1, rig.upstream.requests().size());
    }

    @Test
    void apply_anArn_isAnUnknownAliasLikeAnother() throws IOException {
        String arn = "arn%3Aaws%3Abedrock%3Aus-east-1%3A111122223333%3Aguardrail%2Fmask";
        Client client = rig.guard(arn, "1", MAIL);

        assertEquals(404, client.status());
        assertEquals("ResourceNotFoundException", client.header("x-amzn-ErrorType"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sim.claude", "sim.gpt", Rig.ANTHROPIC, Rig.GEMINI})
    void apply_toAModel_isToldWhatToUse(String alias) throws IOException {
        Client client = rig.guard(alias, "1", MAIL);

        assertEquals(400, client.status());
        assertTrue(client.text().contains("the operation apply is not offered"), client.text());
        assertTrue(client.text().contains("These aliases take it: sim.mask"), client.text());
    }

    @Test
    void chat_toAGuardrail_isToldWhatToUseInEveryDialect() throws IOException {
        String chat =
                "{\"model\":\"sim.mask\",\"max_tokens\":9,"
                        + "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
        List<Client> clients =
                List.of(
                        rig.call(Rig.MASK, "converse", Rig.SAY_HELLO),
                        rig.call(Rig.MASK, "converse-stream", Rig.SAY_HELLO),
                        rig.complete(chat),
                        rig.send(Rig.messages("", chat, Map.of())));
        for (Client client : clients) {
            assertEquals(400, client.status(), client.text());
            assertTrue(client.text().contains("does not speak "), client.text());
            assertTrue(client.text().contains("sim.claude"), client.text());
        }
        Client invoked = rig.call(Rig.MASK, "invoke", "{\"prompt\":\"Hi\"}");
        assertEquals(400, invoked.status());
        assertTrue(invoked.text().contains("does not speak invoke"), invoked.text());
        assertEquals(0, rig.upstream.requests().size());
    }

    @Test
    void apply_withoutAPriceOfUnits_isRefusedWhateverTheCeiling() throws IOException {
        rig.route("unpriced", Route.to(RigPlatform.guardrail("other")));

        Client client = rig.guard("unpriced", "1", MAIL);

        assertEquals(404, client.status());
        assertTrue(
                client.text().contains("no price for sim-bedrock/guardrail/other"), client.text());
    }

    @Test
    void apply_targetOfAProviderWithoutGuardrails_isRefused() throws IOException {
        rig.elsewhere(ProviderKind.OPENAI, URI.create("https://127.0.0.1:1"));
        rig.route("odd", Route.to(new Target("elsewhere", "guardrail/mask", 0)));

        Client client = rig.guard("odd", "1", MAIL);

        assertEquals(404, client.status(), client.text());
        assertEquals(0, rig.upstream.requests().size());
    }

    @Test
    void apply_firstThrottled_nextGuardrailAnswers() throws IOException {
        rig.upstream.script(
                (request, wire) -> wire.whole(request.path().contains("mask") ? 429 : 200, MASKED));
        List<Choice> choices =
                Stream.of("mask", "block").map(RigPlatform::guardrail).map(Choice::of).toList();
        rig.route(
                "two",
                new Route(
                        choices,
                        new Fallback(Fallback.USUAL, 0),
                        Patience.UNBOUNDED,
                        false,
                        Set.of()));

        Client client = rig.guard("two", "1", MAIL);

        assertEquals(200, client.status(), client.text());
        List<Attempt> attempts = rig.books.lines(Fixtures.ACME, 1).getFirst().attempts();
        assertEquals(
                List.of("sim-bedrock/guardrail/mask", "sim-bedrock/guardrail/block"),
                attempts.stream().map(Attempt::target).toList());
        assertEquals(0, attempts.getFirst().cost().nanos());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    400 | ValidationException         | 400 | FAILED
                    403 | AccessDeniedException       | 400 | FAILED
                    404 | ResourceNotFoundException   | 400 | FAILED
                    429 | ThrottlingException         | 429 | FAILED
                    500 | InternalServerException     | 503 | FAILED
                    """)
    void apply_upstreamError_isToldAndFree(int status, String type, int told, Outcome outcome)
            throws IOException {
        rig.upstream.script((_, wire) ->
                wire.whole(status, "{\"message\":\"No.\"}", "x-amzn-errortype: " + type));

        Client client = rig.guard(Rig.MASK, "1", MAIL);

        assertEquals(told, client.status(), client.text());
        assertEquals(outcome, attempt().outcome());
        assertEquals(0, attempt().cost().nanos());
    }

    @Test
    void apply_answerCutInTheMiddle_isChargedAsItWasHeldAndNotRetriable() throws IOException {
        rig.upstream.script((_, wire) -> {
            wire.stream("application/json");
            wire.chunk(MASKED.substring(0, 40));
        });

        Client client = rig.guard(Rig.MASK, "1", MAIL);

        assertEquals(424, client.status(), client.text());
        assertEquals(Outcome.CUT, attempt().outcome());
        assertEquals(ONE_UNIT_HELD, attempt().cost().nanos());
        assertTrue(attempt().usage().estimated());
        assertFalse(attempt().boundExceeded());
    }

    @Test
    void apply_garbage_isChargedAsItWasHeldAndNotRetriable() throws IOException {
        rig.upstream.script((_, wire) -> wire.whole(200, "<html>"));

        Client client = rig.guard(Rig.MASK, "1", MAIL);

        assertEquals(424, client.status(), client.text());
        assertEquals(ONE_UNIT_HELD, attempt().cost().nanos());
    }
}
