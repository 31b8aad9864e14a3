package dev.tollgate.llmproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.core.call.Attempt;
import dev.tollgate.core.call.Outcome;
import dev.tollgate.core.ledger.LimitUnit;
import dev.tollgate.core.ledger.Window;
import dev.tollgate.core.money.UsageKind;
import dev.tollgate.core.principal.PrincipalContext;
import dev.tollgate.llmproxy.json.StrictJson;
import dev.tollgate.runtime.ProxyRequest;
import dev.tollgate.testkit.Fixtures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Chat completions through the whole proxy: refusals by name, usage, streams that end otherwise.
/// Where two languages differ stands in the golden files.
final class OpenAiTest {
    private final Rig rig = new Rig((_, wire) -> wire.whole(500, "{}"));

    @AfterEach
    void close() {
        rig.close();
    }

    private Attempt attempt() {
        return rig.books.lines(Fixtures.ACME, 1).getFirst().attempts().getFirst();
    }

    private Client hello(String alias, String more) throws IOException {
        return rig.complete(
                "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello.\"}]%s}"
                        .formatted(alias, more));
    }

    private Client ofDeployment(String deployment, String body) throws IOException {
        return rig.send(
                new ProxyRequest(
                        "POST",
                        "/openai/deployments/{deployment}/chat/completions",
                        "/openai/deployments/" + deployment + "/chat/completions",
                        Map.of(),
                        Map.of("api-version", List.of("2024-10-21")),
                        Map.of("deployment", deployment),
                        PrincipalContext.encode(Fixtures.alice()),
                        "req-1",
                        body.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void completion_byDeployment_isOfTheAliasInThePathWhateverTheBodySays() throws IOException {
        rig.upstream.script((_, wire) -> wire.whole(200, Speech.OPENAI.whole("Hello.")));
        String messages = "\"messages\":[{\"role\":\"user\",\"content\":\"Hello.\"}]}";

        assertEquals(200, ofDeployment("sim.gpt", "{" + messages).status());
        assertEquals(200, ofDeployment("sim%2Egpt", "{\"model\":7," + messages).status());
        for (ScriptedUpstream.Request request : rig.upstream.requests()) {
            assertTrue(request.body().contains("\"model\":\"gpt-sim\""), request.body());
        }
        assertEquals("sim.gpt", rig.books.lines(Fixtures.ACME, 1).getFirst().alias());
        Client unknown = ofDeployment("no-such", "{\"model\":\"sim.gpt\"," + messages);
        assertEquals(404, unknown.status());
        assertEquals("model_not_found", unknown.code());
        assertEquals(400, ofDeployment("..%2Fx", "{" + messages).status());
    }

    private static String param(Client client) {
        return StrictJson.object(client.bytes()).path("error").path("param").asText("");
    }

    private void sse(String... chunks) {
        rig.upstream.script((_, wire) -> {
            wire.stream("text/event-stream");
            for (String chunk : chunks) {
                wire.chunk("data: " + chunk + "\n\n");
            }
            wire.end();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"seed\":7",
                "\"n\":2",
                "\"logprobs\":true",
                "\"inventedTomorrow\":{}",
                "\"response_format\":{\"type\":\"json_object\"}",
                "\"tools\":[{\"type\":\"custom\",\"custom\":{\"name\":\"f\"}}]",
                "\"reasoning_effort\":\"minimal\""
            })
    void completion_memberThatConverseHasNoPlaceFor_isRefusedByName(String member)
            throws IOException {
        Client client = hello("sim.claude", "," + member);
        String name = member.substring(1, member.indexOf('"', 1));
        assertEquals(400, client.status());
        assertEquals("not_supported_by_target", client.code());
        assertTrue(client.text().contains(name), client.text());
        assertTrue(param(client).startsWith(name), client.text());
        assertEquals(List.of(), rig.upstream.requests());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {}                                                                    | model
                    {"model":7}                                                           | model
                    {"model":"sim.claude"}                                                | messages
                    {"model":"sim.claude","messages":[{"role":"system","content":"x"}]}   | messages
                    {"model":"sim.claude","messages":[{"role":"boss","content":"x"}]}     | messages[0].role
                    {"model":"sim.claude","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:x"}}]}]} | messages[0].content[0].image_url.url
                    {"model":"sim.claude","messages":[{"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"["}}]}]} | messages[0].tool_calls[0].function.arguments
                    {"model":"sim.gpt","messages":[],"max_tokens":1,"max_completion_tokens":1} | max_tokens
                    {"model":"sim.claude","messages":[],"stream":"yes"}                   | stream
                    """)
    void completion_malformed_isRefusedWithTheMember(String body, String member)
            throws IOException {
        Client client = rig.complete(body);
        assertEquals(400, client.status());
        assertEquals("invalid_request", client.code());
        assertTrue(client.text().contains("\"" + member + " "), client.text());
        assertEquals(member, param(client));
        assertEquals("req-1", client.header("x-request-id"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"prompt_tokens":100,"completion_tokens":9,"prompt_tokens_details":{"cached_tokens":40}} | 60 | 40 | 9 | false
                    {"prompt_tokens":100,"completion_tokens":9}                                              | 100 | 0 | 9 | false
                    {"prompt_tokens":100,"completion_tokens":9,"completion_tokens_details":{"reasoning_tokens":8}} | 100 | 0 | 9 | false
                    {"prompt_tokens":10,"completion_tokens":9,"prompt_tokens_details":{"cached_tokens":40}}  | 0 | 0 | 0 | true
                    null                                                                                     | 0 | 0 | 0 | true
                    """)
    void completion_usage_isBookedByKind(
            String usage, long input, long cached, long output, boolean estimated)
            throws IOException {
        String answer =
                "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Hi.\"},"
                        + "\"finish_reason\":\"stop\"}],\"usage\":"
                        + usage
                        + "}";
        rig.upstream.script((_, wire) -> wire.whole(200, answer));
        hello("sim.gpt", "");
        assertEquals(estimated, attempt().usage().estimated());
        if (!estimated) {
            assertEquals(input, attempt().usage().of(UsageKind.INPUT));
            assertEquals(cached, attempt().usage().of(UsageKind.CACHE_READ));
            assertEquals(output, attempt().usage().of(UsageKind.OUTPUT));
        }
    }

    @Test
    void stream_cutAfterContent_endsWithAnErrorEventAndIsCharged() throws IOException {
        rig.upstream.script((_, wire) -> {
            wire.stream("text/event-stream");
            wire.chunk("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hel\"}}]}\n\n");
        });
        Client client = hello("sim.gpt", ",\"stream\":true");
        assertEquals(200, client.status());
        assertTrue(client.text().endsWith("\"code\":\"upstream_cut\"}}\n\n"), client.text());
        assertEquals(Outcome.CUT, attempt().outcome());
        assertEquals(3, attempt().usage().of(UsageKind.OUTPUT));
    }

    @Test
    void stream_failsBeforeContent_hasAStatusAndIsFree() throws IOException {
        sse(
                "{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}",
                "{\"error\":{\"message\":\"overloaded\"}}");
        Client client = hello("sim.gpt", ",\"stream\":true");
        assertEquals(503, client.status());
        assertEquals("upstream_failed", client.code());
        assertEquals(0, attempt().cost().nanos());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"service_tier\":\"priority\"",
                "\"web_search_options\":{}",
                "\"audio\":{\"voice\":\"alloy\",\"format\":\"wav\"}"
            })
    void completion_passedMemberWithAPriceOfItsOwn_isRefusedByName(String member)
            throws IOException {
        Client client = hello("sim.gpt", "," + member);
        assertEquals("not_supported_by_target", client.code());
        assertTrue(client.text().contains(member.substring(1, member.indexOf('"', 1))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"input_audio\",\"input_audio\":{}}",
                "{\"type\":\"file\",\"file\":{\"file_id\":\"f\"}}"
            })
    void completion_passedPartThatNoBoundCovers_isRefusedByName(String part) throws IOException {
        Client client =
                rig.complete(
                        "{\"model\":\"sim.gpt\",\"messages\":[{\"role\":\"user\",\"content\":["
                                + part
                                + "]}]}");
        assertEquals("not_supported_by_target", client.code());
        assertTrue(client.text().contains("messages[0].content[0]"), client.text());
    }

    @Test
    void choices_several_areHeldForEach() throws IOException {
        rig.limits(Fixtures.tenantLimit(Window.DAY, LimitUnit.TOKENS, 1_000));
        Client one = hello("sim.gpt", ",\"max_tokens\":200");
        assertEquals(503, one.status());
        Client many = hello("sim.gpt", ",\"max_tokens\":200,\"n\":5");
        assertEquals("insufficient_quota", many.code());
    }
}
