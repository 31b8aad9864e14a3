package dev.tollgate.llmproxy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.core.call.Attempt;
import dev.tollgate.core.call.Outcome;
import dev.tollgate.core.money.UsageKind;
import dev.tollgate.testkit.Fixtures;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The model's own language through Bedrock.
final class InvokeTest {
    private static final String BODY =
            "{\"anthropic_version\":\"bedrock-2023-05-31\",\"max_tokens\": 9000,"
                    + "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"later\":{}}";
    private static final String ANSWER =
            "{\"type\":\"message\",\"usage\":{\"input_tokens\":5,\"output_tokens\":2}}";

    private final Rig rig = new Rig((_, wire) -> wire.whole(200, ANSWER));

    @AfterEach
    void close() {
        rig.close();
    }

    private Attempt attempt() {
        return rig.books.lines(Fixtures.ACME, 1).getFirst().attempts().getFirst();
    }

    @Test
    void invoke_aboveTheCap_isCappedInPlace() throws IOException {
        Client client = rig.call("sim.claude", "invoke", BODY);
        assertEquals(BODY.replace(" 9000", " 256"), rig.upstream.requests().getFirst().body());
        assertEquals(ANSWER, client.text());
        assertEquals(5 + 2 * 2, attempt().cost().nanos());
    }

    @Test
    void invoke_countsInHeaders_winOverTheBody() throws IOException {
        rig.upstream.script((_, wire) ->
                wire.whole(
                        200,
                        ANSWER,
                        "x-amzn-bedrock-input-token-count: 6",
                        "x-amzn-bedrock-output-token-count: 3"));
        Client client = rig.call("sim.claude", "invoke", BODY);
        assertEquals("6", client.header("x-amzn-bedrock-input-token-count"));
        assertEquals(6 + 3 * 2, attempt().cost().nanos());
    }

    @Test
    void invoke_cacheEntryForAnHour_hasItsOwnPriceAlthoughTheHeadersDoNotSayIt()
            throws IOException {
        rig.upstream.script((_, wire) ->
                wire.whole(
                        200,
                        "{\"usage\":{\"input_tokens\":5,\"output_tokens\":2,"
                                + "\"cache_creation_input_tokens\":10,\"cache_creation\":"
                                + "{\"ephemeral_1h_input_tokens\":10}}}",
                        "x-amzn-bedrock-input-token-count: 5",
                        "x-amzn-bedrock-cache-write-input-token-count: 10",
                        "x-amzn-bedrock-output-token-count: 2"));
        rig.call("sim.claude", "invoke", BODY);
        assertEquals(10, attempt().usage().of(UsageKind.CACHE_WRITE_1H));
        assertEquals(5 + 2 * 10 + 2 * 2, attempt().cost().nanos());
    }

    @Test
    void invoke_withoutAnyUsage_isEstimated() throws IOException {
        rig.upstream.script((_, wire) -> wire.whole(200, "{\"type\":\"message\"}"));
        rig.call("sim.claude", "invoke", BODY);
        assertEquals(Outcome.COMPLETED, attempt().outcome());
        assertEquals(18, attempt().usage().of(UsageKind.OUTPUT));
    }

    @Test
    void invokeStream_frames_passAndAreMetered() throws IOException {
        byte[] frames =
                Frames.join(
                        Frames.chunk("{\"type\":\"message_start\",\"message\":{}}"),
                        Frames.chunk(
                                "{\"type\":\"content_block_delta\",\"delta\":{\"text\":\"x\"}}"),
                        Frames.chunk(
                                "{\"type\":\"message_stop\",\"amazon-bedrock-invocationMetrics\":"
                                        + "{\"inputTokenCount\":8,\"outputTokenCount\":5}}"));
        rig.upstream.script((_, wire) -> {
            wire.stream("application/vnd.amazon.eventstream");
            wire.chunk(frames);
            wire.end();
        });
        Client client = rig.call("sim.claude", "invoke-with-response-stream", BODY);
        assertArrayEquals(frames, client.bytes());
        assertEquals(8 + 5 * 2, attempt().cost().nanos());
    }

    @Test
    void headers_ofTheClient_passOnlyIfListed() throws IOException {
        var headers =
                Map.of(
                        "x-amzn-bedrock-trace", List.of("ENABLED"),
                        "x-amzn-bedrock-service-tier", List.of("default"),
                        "x-forwarded-for", List.of("1.2.3.4"),
                        "x-tollgate-tenant", List.of("globex"));
        rig.send(Rig.request("sim.claude", "invoke", BODY, headers));
        String sent = rig.upstream.requests().getFirst().headers().toString();
        assertEquals(
                "ENABLED",
                rig.upstream.requests().getFirst().headers().get("x-amzn-bedrock-trace"));
        assertFalse(sent.contains("1.2.3.4") || sent.contains("globex"), sent);
    }

    @ParameterizedTest
    @CsvSource({
        "x-amzn-bedrock-service-tier, priority, send default",
        "x-amzn-bedrock-guardrailidentifier, g1, by an alias of its own",
    })
    void header_thatChangesThePrice_isRefusedByName(String name, String value, String advice)
            throws IOException {
        var headers = Map.of(name, List.of(value));
        Client client = rig.send(Rig.request("sim.claude", "invoke", BODY, headers));
        assertEquals("not_supported_by_target", client.code());
        assertTrue(client.text().contains("the model alias sim.claude"), client.text());
        assertTrue(client.text().contains(advice), client.text());
        assertEquals(0, rig.upstream.requests().size());
    }
}
