package dev.tollgate.llmproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.core.call.Attempt;
import dev.tollgate.core.call.Outcome;
import dev.tollgate.core.config.Route;
import dev.tollgate.core.money.UsageKind;
import dev.tollgate.llmproxy.provider.AnswerReader;
import dev.tollgate.llmproxy.provider.BrokenAnswerException;
import dev.tollgate.llmproxy.provider.Piece;
import dev.tollgate.llmproxy.provider.gemini.GeminiProviders;
import dev.tollgate.testkit.Fixtures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A model of Gemini's behind an alias, for clients of other languages.
final class GeminiTest {
    private static final String HELLO =
            "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hé😀.\"}]},\"finishReason\":\"STOP\"}],"
                    + "\"usageMetadata\":{\"promptTokenCount\":7,\"candidatesTokenCount\":2}}";

    private final Rig rig = new Rig((_, wire) -> wire.whole(200, HELLO));

    @AfterEach
    void close() {
        rig.close();
    }

    private Attempt attempt() {
        return rig.books.lines(Fixtures.ACME, 1).getFirst().attempts().getFirst();
    }

    private JsonNode sent() throws IOException {
        return new ObjectMapper().readTree(rig.upstream.requests().getLast().body());
    }

    private Client hello(String more) throws IOException {
        return rig.complete(
                "{\"model\":\"sim.gemini\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello.\"}]"
                        + more
                        + "}");
    }

    @Test
    void completion_plain_goesWithTheProvidersKeyAlone() throws IOException {
        Client client = hello("");

        assertEquals(200, client.status(), client::text);
        ScriptedUpstream.Request request = rig.upstream.requests().getFirst();
        assertEquals("/v1beta/models/gemini-sim:generateContent", request.path());
        assertEquals("upstream-key", request.headers().get("x-goog-api-key"));
        assertFalse(request.headers().containsKey("authorization"));
        assertEquals(7, attempt().usage().of(UsageKind.INPUT));
        assertEquals(2, attempt().usage().of(UsageKind.OUTPUT));
    }

    @Test
    void stream_plain_asksForEvents() throws IOException {
        rig.upstream.script((_, wire) -> {
            wire.stream("text/event-stream");
            wire.chunk("data: " + HELLO + "\r\n\r\n");
            wire.end();
        });
        Client client = hello(",\"stream\":true");

        assertEquals(200, client.status(), client::text);
        assertEquals(
                "/v1beta/models/gemini-sim:streamGenerateContent?alt=sse",
                rig.upstream.requests().getFirst().path());
        assertTrue(client.text().contains("Hé😀."), client.text());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    "parallel_tool_calls":false,"tools":[{"type":"function","function":{"name":"f"}}] | parallel_tool_calls
                    "reasoning_effort":"max"                                                          | reasoning_effort
                    "messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://x.example/a.png"}}]}]    | messages[0].content[0]
                    "messages":[{"role":"user","content":[{"type":"file","file":{"file_data":"data:application/msword;base64,aGk="}}]}] | messages[0].content[0]
                    """)
    void completion_whatGeminiHasNoPlaceFor_isRefusedByName(String members, String named)
            throws IOException {
        String rest =
                members.startsWith("\"messages\"")
                        ? ""
                        : ",\"messages\":[{\"role\":\"user\",\"content\":\"Hello.\"}]";
        Client client = rig.complete("{\"model\":\"sim.gemini\"," + members + rest + "}");

        assertEquals(400, client.status(), client::text);
        assertEquals("not_supported_by_target", client.code());
        assertTrue(client.text().contains("the field " + named), client.text());
        assertEquals(List.of(), rig.upstream.requests());
    }

    @Test
    void completion_soundWithoutItsPrice_isRefusedByNameAndSaysWhatToSet() throws IOException {
        Client client =
                rig.complete(
                        "{\"model\":\"sim.gemini\",\"messages\":[{\"role\":\"user\",\"content\":"
                                + "[{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"aGk=\","
                                + "\"format\":\"wav\"}}]}]}");

        assertEquals("not_supported_by_target", client.code(), client::text);
        assertTrue(client.text().contains("the field messages[0].content[0]"), client.text());
        assertTrue(client.text().contains("set the model's price of audio"), client.text());
        assertEquals(List.of(), rig.upstream.requests());
    }

    @Test
    void converse_resultOfNoCall_isRefused() throws IOException {
        Client client =
                rig.call(
                        Rig.GEMINI,
                        "converse",
                        "{\"messages\":[{\"role\":\"user\",\"content\":[{\"toolResult\":{\"toolUseId\":\"t9\","
                                + "\"content\":[{\"text\":\"4\"}]}}]}]}");

        assertEquals(400, client.status(), client::text);
        assertTrue(client.text().contains("a call that is not in the conversation"), client.text());
    }

    /// What marks a call comes back where it was; the signature of another provider does not.
    @ParameterizedTest
    @CsvSource({"gemini:c2ln,c2ln", "of-another,skip_thought_signature_validator"})
    void converse_markOfACall_returnsToIt(String signature, String mark) throws IOException {
        Client client =
                rig.call(
                        Rig.GEMINI,
                        "converse",
                        ("{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"Weather?\"}]},"
                                        + "{\"role\":\"assistant\",\"content\":[{\"reasoningContent\":{\"reasoningText\":"
                                        + "{\"text\":\"Hm.\",\"signature\":\"%s\"}}},{\"toolUse\":{\"toolUseId\":\"a\","
                                        + "\"name\":\"w\",\"input\":{}}},{\"toolUse\":{\"toolUseId\":\"b\",\"name\":\"w\","
                                        + "\"input\":{}}}]},{\"role\":\"user\",\"content\":[{\"toolResult\":{\"toolUseId\":"
                                        + "\"b\",\"content\":[{\"text\":\"4\"}]}}]}],\"toolConfig\":{\"tools\":[{\"toolSpec\":"
                                        + "{\"name\":\"w\",\"inputSchema\":{\"json\":{}}}}]}}")
                                .formatted(signature));

        assertEquals(200, client.status(), client::text);
        JsonNode calls = sent().at("/contents/1/parts");
        assertEquals(2, calls.size());
        assertEquals(mark, calls.path(0).path("thoughtSignature").asText());
        assertFalse(calls.path(1).has("thoughtSignature"));
        assertEquals("w", sent().at("/contents/2/parts/0/functionResponse/name").asText());
        assertEquals(
                "4", sent().at("/contents/2/parts/0/functionResponse/response/output").asText());
    }

    /// A conversation that goes on with another provider leaves the mark behind.
    @Test
    void converse_markOfACall_isShownToNobodyElse() throws IOException {
        rig.call(
                Rig.ANTHROPIC,
                "converse",
                """
                {"messages":[{"role":"user","content":[{"text":"Weather?"}]},
                 {"role":"assistant","content":[
                  {"reasoningContent":{"reasoningText":{"text":"","signature":"gemini:c2ln"}}},
                  {"toolUse":{"toolUseId":"a","name":"w","input":{}}}]},
                 {"role":"user","content":[{"toolResult":{"toolUseId":"a","content":[{"text":"4"}]}}]}],
                 "toolConfig":{"tools":[{"toolSpec":{"name":"w","inputSchema":{"json":{"type":"object"}}}}]}}
                """);

        assertEquals(List.of("tool_use"), types(sent().at("/messages/1/content")));

        rig.route("sim.nova", Route.to(Speech.BEDROCK.target("nova-sim")));
        String messages =
                """
                {"model":"sim.nova","max_tokens":32,"messages":[{"role":"user","content":"Weather?"},
                 {"role":"assistant","content":[
                  {"type":"thinking","thinking":"","signature":"gemini:c2ln"},
                  {"type":"tool_use","id":"a","name":"w","input":{}}]},
                 {"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":"4"}]}],
                 "tools":[{"name":"w","input_schema":{"type":"object"}}]}
                """;
        rig.send(Rig.messages("", messages, Map.of()));

        String last = rig.upstream.requests().getLast().body();
        assertTrue(last.contains("\"toolUse\""), last);
        assertFalse(last.contains("reasoningContent"), last);
    }

    private static List<String> types(JsonNode blocks) {
        return blocks.valueStream().map(block -> block.path("type").asText()).toList();
    }

    @Test
    void completion_blockedPrompt_isFilteredAndPaid() throws IOException {
        rig.upstream.script((_, wire) ->
                wire.whole(
                        200,
                        "{\"promptFeedback\":{\"blockReason\":\"SAFETY\"},"
                                + "\"usageMetadata\":{\"promptTokenCount\":7}}"));
        Client client = hello("");

        assertEquals(200, client.status(), client::text);
        assertTrue(client.text().contains("\"finish_reason\":\"content_filter\""), client.text());
        assertEquals(7, attempt().usage().of(UsageKind.INPUT));
        assertEquals(0, attempt().usage().of(UsageKind.OUTPUT));
        assertFalse(attempt().usage().estimated());
    }

    @Test
    void completion_malformedCall_isCutAndPaidAsCounted() throws IOException {
        rig.upstream.script((_, wire) ->
                wire.whole(
                        200,
                        "{\"candidates\":[{\"finishReason\":\"MALFORMED_FUNCTION_CALL\"}],"
                                + "\"usageMetadata\":{\"promptTokenCount\":7,\"thoughtsTokenCount\":4}}"));
        Client client = hello("");

        assertEquals("upstream_cut", client.code());
        assertEquals(Outcome.CUT, attempt().outcome());
    }

    @ParameterizedTest
    @CsvSource({"400,upstream_rejected", "403,upstream_rejected", "429,rate_limit_exceeded"})
    void completion_refusedByGemini_saysItsWordsAndIsFree(int status, String code)
            throws IOException {
        rig.upstream.script((_, wire) ->
                wire.whole(
                        status,
                        "{\"error\":{\"code\":%d,\"message\":\"of its own\",\"status\":\"X\"}}"
                                .formatted(status)));
        Client client = hello("");

        assertEquals(code, client.code(), client::text);
        assertEquals(status != 403, client.text().contains("of its own"), client.text());
        assertEquals(0, attempt().cost().nanos());
    }

    @Test
    void stream_splitAnywhere_readsTheSame() throws BrokenAnswerException {
        byte[] bytes =
                ("data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hé\",\"thought\":true}]}}],"
                                + "\"usageMetadata\":{\"promptTokenCount\":7}}\r\n\r\ndata: "
                                + HELLO
                                + "\n\n")
                        .getBytes(StandardCharsets.UTF_8);
        List<String> whole = read(bytes, bytes.length);

        assertEquals(
                List.of(
                        "Read[input=Usage[counts={INPUT=7}, estimated=false]]",
                        "Said[event=Reasoning[text=Hé]]",
                        "Used[usage=Usage[counts={INPUT=7, OUTPUT=2}, estimated=false]]",
                        "Said[event=Text[text=Hé😀.]]",
                        "Said[event=Stop[reason=END, sequence=null]]"),
                whole);
        for (int step = 1; step < bytes.length; step++) {
            assertEquals(whole, read(bytes, step), "steps of " + step);
        }
    }

    private static List<String> read(byte[] bytes, int step) throws BrokenAnswerException {
        AnswerReader reader = GeminiProviders.reader(true);
        var pieces = new ArrayList<Piece>();
        for (int at = 0; at < bytes.length; at += step) {
            pieces.addAll(
                    reader.accept(
                            Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + step))));
        }
        pieces.addAll(reader.end());
        return pieces.stream().map(Piece::toString).toList();
    }

    @Test
    void stream_withoutAnEnd_isCut() throws IOException {
        rig.upstream.script((_, wire) -> {
            wire.stream("text/event-stream");
            wire.chunk("data: " + HELLO.replace(",\"finishReason\":\"STOP\"", "") + "\n\n");
            wire.end();
        });
        Client client = hello(",\"stream\":true");

        assertTrue(client.text().contains("upstream_cut"), client.text());
        assertEquals(Map.of(UsageKind.INPUT, 7L, UsageKind.OUTPUT, 2L), attempt().usage().counts());
    }
}
