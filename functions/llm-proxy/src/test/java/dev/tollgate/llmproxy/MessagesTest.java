package dev.tollgate.llmproxy;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.core.call.Attempt;
import dev.tollgate.core.call.Outcome;
import dev.tollgate.core.money.UsageKind;
import dev.tollgate.llmproxy.json.StrictJson;
import dev.tollgate.testkit.Fixtures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Anthropic's Messages to upstreams that speak it: what passes, what is edited, what is charged.
final class MessagesTest {
    /// Members and blocks that nobody here knows, odd spacing, a mark for an hour.
    private static final String BODY =
            "{ \"model\" : \"sim.anthropic\",\"max_tokens\": 64, \"later\":{\"n\":1.50},\"messages\":"
                    + "[{\"role\":\"user\",\"content\":[{\"type\":\"new_block\",\"x\":[]},"
                    + "{\"type\":\"text\",\"text\":\"Hi\",\"cache_control\":"
                    + "{\"type\":\"ephemeral\",\"ttl\":\"1h\"}}]},{\"role\":\"assistant\",\"content\":"
                    + "[{\"type\":\"thinking\",\"thinking\":\"Hm\",\"signature\":\"c2ln\"}]}]}";

    private static final String ANSWER =
            "{\"type\":\"message\", \"content\":[],\"usage\":{\"input_tokens\":5,\"output_tokens\":2}}";

    private final Rig rig = new Rig((_, wire) -> wire.whole(200, ANSWER));

    @AfterEach
    void close() {
        rig.close();
    }

    private Attempt attempt() {
        return rig.books.lines(Fixtures.ACME, 1).getFirst().attempts().getFirst();
    }

    private Client send(String body) throws IOException {
        return rig.send(Rig.messages("", body, Map.of()));
    }

    private static String asked(String alias, String more) {
        return "{\"model\":\"%s\",\"max_tokens\":64,%s\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"
                .formatted(alias, more);
    }

    private void sse(String... events) {
        rig.upstream.script((_, wire) -> {
            wire.stream("text/event-stream");
            for (String event : events) {
                wire.chunk(event);
            }
            wire.end();
        });
    }

    private static String event(String json) {
        return "event: x\r\ndata: " + json + "\r\n\r\n";
    }

    @Test
    void message_ofTheSameLanguage_passesButForTheModel() throws IOException {
        Client client = send(BODY);
        var sent = rig.upstream.requests().getFirst();
        assertAll(
                () ->
                        assertEquals(
                                BODY.replace("\"sim.anthropic\"", "\"claude-sim-1\""), sent.body()),
                () -> assertEquals("/v1/messages", sent.path()),
                () -> assertEquals("upstream-key", sent.headers().get("x-api-key")),
                () -> assertEquals("2023-06-01", sent.headers().get("anthropic-version")),
                () -> assertNull(sent.headers().get("authorization")),
                () -> assertEquals(ANSWER, client.text()),
                () -> assertEquals("req-1", client.header("request-id")),
                () -> assertEquals(5 + 2 * 2, attempt().cost().nanos()));
    }

    @Test
    void maxTokens_missingOrAboveTheCap_areSplicedIn() throws IOException {
        send(asked(Rig.ANTHROPIC, "").replace("64", "9000"));
        send("{\"model\":\"sim.anthropic\",\"messages\":[]}");
        assertTrue(rig.upstream.requests().get(0).body().contains("\"max_tokens\":256,"));
        assertTrue(rig.upstream.requests().get(1).body().startsWith("{\"max_tokens\":256,"));
    }

    @Test
    void headers_ofTheClient_passOnlyIfAnthropicNamesThem() throws IOException {
        var headers =
                Map.of(
                        "anthropic-version", List.of("2024-01-01"),
                        "anthropic-beta", List.of("a-2025-01-01", "b, c"),
                        "x-stainless-lang", List.of("python"));
        rig.send(Rig.messages("", BODY, headers));
        Map<String, String> sent = rig.upstream.requests().getFirst().headers();
        assertEquals("2024-01-01", sent.get("anthropic-version"));
        assertEquals("a-2025-01-01,b,c", sent.get("anthropic-beta"));
        assertFalse(sent.containsKey("x-stainless-lang"));
    }

    @Test
    void stream_ofTheSameLanguage_passesByteForByteFromTheFirstContentOn() throws IOException {
        String[] events = {
            event(
                    "{\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":7,"
                            + "\"cache_creation_input_tokens\":30,\"cache_read_input_tokens\":100,"
                            + "\"cache_creation\":{\"ephemeral_5m_input_tokens\":10,"
                            + "\"ephemeral_1h_input_tokens\":20},\"output_tokens\":1}}}"),
            event("{\"type\": \"ping\"}"),
            event(
                    "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":"
                            + "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}}"),
            event(
                    "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":"
                            + "{\"type\":\"signature_delta\",\"signature\":\"c2ln\"}}"),
            event("{\"type\":\"brand_new\"}"),
            event(
                    "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":"
                            + "{\"output_tokens\":4}}"),
            event(
                    "{\"type\":\"message_delta\",\"delta\":{},\"usage\":{\"output_tokens\":9,"
                            + "\"input_tokens\":7}}"),
            event("{\"type\":\"message_stop\"}")
        };
        sse(events);
        Client client = send(asked(Rig.ANTHROPIC, "\"stream\":true,"));
        // Of SSE's CR LF the last half may come with the next event.
        assertEquals(String.join("", events).strip(), client.text().strip());
        assertEquals(Outcome.COMPLETED, attempt().outcome());
        assertEquals(
                Map.of(
                        UsageKind.INPUT, 7L,
                        UsageKind.OUTPUT, 9L,
                        UsageKind.CACHE_READ, 100L,
                        UsageKind.CACHE_WRITE, 10L,
                        UsageKind.CACHE_WRITE_1H, 20L),
                attempt().usage().counts());
        // The fixture's price knows input (1 nano-dollar a token) and output (2) alone.
        assertEquals(7 + 100 + 10 + 2 * 20 + 2 * 9, attempt().cost().nanos());
    }

    @Test
    void stream_cutAfterContent_isChargedTheCountedInputAndTheTextSeen() throws IOException {
        sse(
                event("{\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":7}}}"),
                event(
                        "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":"
                                + "{\"type\":\"text_delta\",\"text\":\"Hello\"}}"));
        Client client = send(asked(Rig.ANTHROPIC, "\"stream\":true,"));
        assertTrue(
                client.text().contains("event: error\ndata: {\"type\":\"error\""), client.text());
        assertEquals(Outcome.CUT, attempt().outcome());
        assertTrue(attempt().usage().estimated());
        assertEquals(7 + 2 * 5, attempt().cost().nanos());
    }

    @Test
    void stream_failsBeforeContent_isFreeWithATrueStatus() throws IOException {
        sse(
                event("{\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":7}}}"),
                event(
                        "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\","
                                + "\"message\":\"Overloaded\"}}"));
        Client client = send(asked(Rig.ANTHROPIC, "\"stream\":true,"));
        assertEquals(529, client.status());
        assertEquals(0, attempt().cost().nanos());
    }

    @Test
    void countTokens_costsNothing() throws IOException {
        rig.upstream.script((_, wire) -> wire.whole(200, "{\"input_tokens\":12}"));
        String body = asked(Rig.ANTHROPIC, "").replace("\"max_tokens\":64,", "");
        Client client = rig.send(Rig.messages("/count_tokens", body, Map.of()));
        assertEquals("{\"input_tokens\":12}", client.text());
        assertEquals("/v1/messages/count_tokens", rig.upstream.requests().getFirst().path());
        assertEquals(0, attempt().cost().nanos());
    }

    @Test
    void countTokens_targetThatCannotCount_isRefused() throws IOException {
        Client client = rig.send(Rig.messages("/count_tokens", asked("sim.gpt", ""), Map.of()));
        assertEquals(400, client.status());
        assertEquals("not_supported_by_target", client.code());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    "fallbacks":[{"model":"x"}],                                 | fallbacks
                    "mcp_servers":[],                                            | mcp_servers
                    "speed":"fast",                                              | speed
                    "inference_geo":"us",                                        | inference_geo
                    "tools":[{"name":"a"},{"type":"web_search_20250305"}],       | tools[1].type
                    "context_management":{"edits":[{"type":"compact_20260112"}]}, | context_management.edits[0].type
                    "system":[{"type":"document","source":{"type":"url"}}],      | system[0].source.type
                    """)
    void member_thatNoBudgetCouldHoldFor_isRefusedByName(String member, String name)
            throws IOException {
        Client client = send(asked(Rig.ANTHROPIC, member));
        assertEquals(400, client.status());
        assertTrue(client.text().contains("the field " + name + " cannot"), client.text());
        assertEquals(0, rig.upstream.requests().size());
    }

    @Test
    void beta_ofAnotherPrice_isRefused() throws IOException {
        var headers = Map.of("anthropic-beta", List.of("a,context-1m-2025-08-07"));
        Client client = rig.send(Rig.messages("", BODY, headers));
        assertEquals("not_supported_by_target", client.code());
    }

    @Test
    void bedrock_anthropicModel_getsTheSameBodyInItsEnvelope() throws IOException {
        String body = BODY.replace("sim.anthropic", "sim.claude");
        var headers = Map.of("anthropic-beta", List.of("a,b"));
        Client client = rig.send(Rig.messages("", body, headers));
        var sent = rig.upstream.requests().getFirst();
        String envelope =
                "{\"anthropic_version\":\"bedrock-2023-05-31\",\"anthropic_beta\":[\"a\",\"b\"],";
        String rest = body.substring(body.indexOf("\"max_tokens\""));
        assertEquals(envelope + rest, sent.body());
        assertTrue(sent.path().endsWith("/invoke"), sent.path());
        assertEquals(ANSWER, client.text());
        assertEquals(5 + 2 * 2, attempt().cost().nanos());
    }

    @Test
    void bedrock_stream_isTakenOutOfItsFrames() throws IOException {
        byte[] frames =
                Frames.join(
                        Frames.chunk("{\"type\":\"message_start\",\"message\":{\"later\": 1}}"),
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
        Client client = send(asked("sim.claude", "\"stream\":true,"));
        assertEquals(
                """
                event: message_start
                data: {"type":"message_start","message":{"later": 1}}

                event: content_block_delta
                data: {"type":"content_block_delta","delta":{"text":"x"}}

                event: message_stop
                data: {"type":"message_stop"}

                """,
                client.text());
        assertEquals("text/event-stream", client.header("content-type"));
        assertEquals(8 + 5 * 2, attempt().cost().nanos());
    }

    @Test
    void bedrock_countTokens_asksWithTheModelsOwnBody() throws IOException {
        rig.upstream.script((_, wire) -> wire.whole(200, "{\"inputTokens\":12}"));
        String body = asked("sim.claude", "").replace("\"max_tokens\":64,", "");
        Client client = rig.send(Rig.messages("/count_tokens", body, Map.of()));
        assertEquals("{\"input_tokens\":12}", client.text());
        String asked =
                StrictJson.object(
                                rig.upstream
                                        .requests()
                                        .getFirst()
                                        .body()
                                        .getBytes(StandardCharsets.UTF_8))
                        .at("/input/invokeModel/body")
                        .asText();
        assertEquals(
                "{\"anthropic_version\":\"bedrock-2023-05-31\",\"max_tokens\":1,"
                        + "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}",
                new String(Base64.getDecoder().decode(asked), StandardCharsets.UTF_8));
    }
}
