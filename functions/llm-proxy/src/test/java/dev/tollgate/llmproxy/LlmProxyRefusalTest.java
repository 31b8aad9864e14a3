package dev.tollgate.llmproxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.core.principal.Principal;
import dev.tollgate.core.principal.RouteFamily;
import dev.tollgate.core.principal.Scope;
import dev.tollgate.llmproxy.dialect.ReadRequest;
import dev.tollgate.llmproxy.json.StrictJson;
import dev.tollgate.testkit.Fixtures;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is refused before anything is held or called.
final class LlmProxyRefusalTest {
    private final Rig rig = new Rig((_, wire) -> wire.whole(200, "{}"));

    @AfterEach
    void nothingWasCalled() {
        assertEquals(List.of(), rig.upstream.requests());
        assertEquals(List.of(), rig.books.lines(Fixtures.ACME, 10));
        rig.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {                                                        | not valid JSON
                    []                                                       | must be a JSON object
                    {"a":1,"a":2}                                            | a member stands twice
                    {} {}                                                    | not valid JSON
                    {}                                                       | messages is missing
                    {"messages":"hi"}                                        | messages must be an array
                    {"messages":[{"role":"user","content":"hi"}]}            | messages[0].content must be an array
                    {"messages":[{"content":[]}]}                            | messages[0].role is missing
                    {"messages":[],"inferenceConfig":{"maxTokens":"9"}}      | inferenceConfig.maxTokens must be a whole number
                    {"messages":[],"inferenceConfig":{"maxTokens":0}}        | inferenceConfig.maxTokens must be 1 to
                    {"messages":[],"inferenceConfig":7}                      | inferenceConfig must be an object
                    {"messages":[],"requestMetadata":{"a":1}}                | requestMetadata.a must be a string
                    {"messages":[],"serviceTier":{"type":"priority"}}        | serviceTier.type cannot be carried over
                    {"messages":[],"guardrailConfig":{"guardrailIdentifier":"g","guardrailVersion":"1"}} | apply the guardrail by an alias of its own
                    {"messages":[],"additionalModelRequestFields":{"x":{"max_tokens":9}}} | additionalModelRequestFields.x.max_tokens cannot be carried over to what stands behind the model alias sim.claude
                    {"messages":[],"system":[{"cachePoint":{"type":"default","ttl":"1h"}}]} | system[0].cachePoint.ttl cannot be carried over
                    {"messages":[],"toolConfig":{"tools":[{"cachePoint":{"ttl":"1h"}}]}}    | toolConfig.tools[0].cachePoint.ttl cannot be carried over
                    """)
    void converse_malformed_namesTheField(String body, String message) throws IOException {
        Client client = rig.call("sim.claude", "converse", body);
        assertEquals(400, client.status());
        assertEquals("ValidationException", client.header("x-amzn-ErrorType"));
        assertTrue(client.text().contains(message), client.text());
    }

    @Test
    void completion_compressed_saysToSendItAsItIs() throws IOException {
        var encoding = Map.of("content-encoding", List.of("gzip"));
        Client client = rig.send(Rig.completion(Fixtures.alice(), "{}", encoding));
        assertEquals(400, client.status());
        assertTrue(client.text().contains("without content-encoding"), client.text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "guardrailConfig",
                "additionalModelRequestFields",
                "promptVariables",
                "performanceConfig",
                "serviceTier",
                "inventedTomorrow"
            })
    void converse_fieldThatOpenAiHasNoPlaceFor_isRefusedByName(String field) throws IOException {
        Client client =
                rig.call("sim.gpt", "converse", "{\"messages\":[],\"" + field + "\":{\"a\":1}}");
        assertEquals(400, client.status());
        assertEquals("not_supported_by_target", client.code());
        assertTrue(client.text().contains("the field " + field + " cannot"), client.text());
        assertTrue(client.text().contains("the model alias sim.gpt"), client.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"video\":{}}", "{\"guardContent\":{}}"})
    void converse_blockThatOpenAiHasNoPlaceFor_isRefusedByName(String union) throws IOException {
        String block = StrictJson.object(union.getBytes(UTF_8)).fieldNames().next();
        String body = "{\"messages\":[{\"role\":\"user\",\"content\":[" + union + "]}]}";
        Client client = rig.call("sim.gpt", "converse-stream", body);
        assertEquals("not_supported_by_target", client.code());
        assertTrue(client.text().contains("messages[0].content[0]." + block), client.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"invoke", "invoke-with-response-stream", "count-tokens"})
    void operation_thatOpenAiDoesNotOffer_isRefusedByName(String operation) throws IOException {
        Client client = rig.call("sim.gpt", operation, "{}");
        assertEquals("ValidationException", client.header("x-amzn-ErrorType"));
        assertTrue(client.text().contains("the operation " + operation), client.text());
        assertTrue(client.text().contains("the model alias sim.gpt"), client.text());
    }

    @Test
    void converse_fieldWithAnEndlessName_isNotRepeatedInFull() throws IOException {
        String body = "{\"messages\":[],\"" + "x".repeat(10_000) + "\":1}";
        Client client = rig.call("sim.gpt", "converse", body);
        assertEquals("not_supported_by_target", client.code());
        assertTrue(client.text().length() < 2_000, () -> "characters " + client.text().length());
    }

    @Test
    void body_nestedTooDeep_isRefused() throws IOException {
        String body = "{\"a\":" + "[".repeat(70) + "]".repeat(70) + "}";
        Client client = rig.call("sim.claude", "converse", body);
        assertTrue(client.text().contains("nested deeper than 64"), client.text());
    }

    @Test
    void body_aboveTheLimit_isRefused() throws IOException {
        Client client = rig.call("sim.claude", "converse", " ".repeat(ReadRequest.MAX_BODY + 1));
        assertEquals(413, client.status());
        assertEquals("ValidationException", client.header("x-amzn-ErrorType"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sim%252Fclaude",
                "sim.claude%00",
                "..",
                "a%2F..%2Fb",
                "%zz",
                "%",
                "%2",
                "%C3",
                "a%5Cb",
                "%2Fsim.claude",
                "a%2F%2Fb",
                "a%0Ab",
                ""
            })
    void modelId_odd_isRefused(String segment) throws IOException {
        Client client = rig.call(segment, "converse", Rig.SAY_HELLO);
        assertEquals(400, client.status());
        assertEquals("invalid_request", client.code());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"nope", "SIM.CLAUDE", "sim", "sim-bedrock%2Fanthropic.claude-sim-v1%3A0"})
    void modelId_notAnAlias_isUnknown(String segment) throws IOException {
        Client client = rig.call(segment, "converse", Rig.SAY_HELLO);
        assertEquals(404, client.status());
        assertEquals("ResourceNotFoundException", client.header("x-amzn-ErrorType"));
    }

    @Test
    void key_withoutTheModel_isForbidden() throws IOException {
        var narrow =
                new Principal(
                        Fixtures.ACME,
                        Fixtures.ALICE,
                        Fixtures.ALICES_KEY,
                        new Scope(Set.of("sim.gpt"), Set.of(RouteFamily.BEDROCK)));
        Client client = rig.send(Rig.as(narrow, "sim.claude", "converse", Rig.SAY_HELLO, Map.of()));
        assertEquals(403, client.status());
        assertTrue(client.text().contains("sim.claude"));
    }

    @Test
    void model_withoutAPrice_isRefusedAndNotCalled() throws IOException {
        rig.price(null);
        Client client = rig.call("sim.claude", "converse", Rig.SAY_HELLO);
        assertEquals(404, client.status());
        assertTrue(client.text().contains("there is no price for sim-bedrock/"), client.text());
        assertEquals(0, rig.upstream.requests().size());
        assertEquals(0, rig.books.lines(Fixtures.ACME, 1).size());
    }

    @Test
    void tenant_notSetUp_isForbidden() throws IOException {
        var stranger = new Principal(Fixtures.GLOBEX, "gus", null, Scope.everything());
        Client client =
                rig.send(Rig.as(stranger, "sim.claude", "converse", Rig.SAY_HELLO, Map.of()));
        assertEquals(403, client.status());
    }

    @Test
    void callId_twiceOrMalformed_isRefused() throws IOException {
        for (List<String> ids : List.of(List.of("a", "a"), List.of("a b"), List.of(""))) {
            var headers = Map.of("amz-sdk-invocation-id", ids);
            Client client = rig.send(Rig.request("sim.claude", "converse", Rig.SAY_HELLO, headers));
            assertEquals(400, client.status(), ids.toString());
            assertFalse(client.text().contains("Exception"), "no stack trace");
        }
    }
}
