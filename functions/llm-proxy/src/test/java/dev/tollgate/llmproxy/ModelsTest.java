package dev.tollgate.llmproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.core.config.Route;
import dev.tollgate.core.config.Target;
import dev.tollgate.core.principal.Principal;
import dev.tollgate.core.principal.PrincipalContext;
import dev.tollgate.core.principal.RouteFamily;
import dev.tollgate.core.principal.Scope;
import dev.tollgate.llmproxy.json.StrictJson;
import dev.tollgate.runtime.ProxyRequest;
import dev.tollgate.testkit.Fixtures;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The lists of models, in the shape of the client that asks.
final class ModelsTest {
    private static final Map<String, List<String>> ANTHROPIC =
            Map.of("anthropic-version", List.of("2023-06-01"));

    private final Rig rig = new Rig((_, wire) -> wire.whole(500, "{}"));

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void list_ofOpenAi_hasWhatTheCredentialMayUse() throws IOException {
        Principal narrow = may("sim.gpt", RouteFamily.OPENAI);

        Client list = rig.send(models(narrow, Map.of(), ""));

        assertEquals(200, list.status());
        assertEquals("req-1", list.header("x-request-id"));
        JsonNode data = StrictJson.object(list.bytes()).path("data");
        assertEquals(1, data.size());
        assertEquals(
                "{\"id\":\"sim.gpt\",\"object\":\"model\",\"created\":0,\"owned_by\":\"sim-openai\","
                        + "\"max_output_tokens\":256,\"context_length\":128000,"
                        + "\"input_modalities\":[\"text\",\"image\"],\"output_modalities\":[\"text\"],"
                        + "\"dollars_per_million_tokens\":"
                        + "{\"input\":\"0.001000000\",\"output\":\"0.002000000\"}}",
                data.path(0).toString());
    }

    @Test
    void list_ofAnthropic_hasItsShape() throws IOException {
        Principal narrow = may("sim.gpt", RouteFamily.ANTHROPIC);

        Client list = rig.send(models(narrow, ANTHROPIC, ""));

        assertEquals(200, list.status());
        assertEquals("req-1", list.header("request-id"));
        assertEquals(
                "{\"data\":[{\"type\":\"model\",\"id\":\"sim.gpt\",\"display_name\":\"sim.gpt\","
                        + "\"created_at\":\"1970-01-01T00:00:00Z\",\"max_input_tokens\":128000,"
                        + "\"max_tokens\":256,\"capabilities\":{\"image_input\":{\"supported\":true},"
                        + "\"pdf_input\":{\"supported\":false}},\"dollars_per_million_tokens\":"
                        + "{\"input\":\"0.001000000\",\"output\":\"0.002000000\"}}],"
                        + "\"has_more\":false,\"first_id\":\"sim.gpt\",\"last_id\":\"sim.gpt\"}",
                list.text());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    limit=2                        | local.smollm2 own.claude       | true
                    limit=2&after_id=own.claude    | sim.anthropic sim.claude       | true
                    limit=2&after_id=sim.claude    | sim.gemini sim.gpt             | false
                    limit=9&after_id=sim.claud     | sim.claude sim.gemini sim.gpt  | false
                    after_id=sim.gpt               | ''                             | false
                    limit=2&before_id=sim.gemini   | sim.anthropic sim.claude       | true
                    limit=2&before_id=sim.anthropic | local.smollm2 own.claude      | false
                    """)
    void list_ofAnthropicByPages_goesOnWhereTheQuerySays(String query, String aliases, boolean more)
            throws IOException {
        JsonNode list = StrictJson.object(rig.send(page(query)).bytes());

        List<String> found = list.path("data").findValuesAsText("id");
        assertEquals(aliases, String.join(" ", found));
        assertEquals(more, list.path("has_more").asBoolean());
        if (!found.isEmpty()) {
            assertEquals(found.getFirst(), list.path("first_id").asText());
            assertEquals(found.getLast(), list.path("last_id").asText());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, limit",
        "limit=1001, limit",
        "limit=-1, limit",
        "limit=all, limit",
        "limit=99999999999, limit",
        "limit=1&limit=2, limit",
        "after_id=a&before_id=b, before_id"
    })
    void list_ofAnthropicByAPageThatIsNone_isRefusedByName(String query, String name)
            throws IOException {
        Client refused = rig.send(page(query));

        assertEquals("400 invalid_request", refused.status() + " " + refused.code());
        assertTrue(refused.text().contains("the query's " + name + " "), refused.text());
    }

    @Test
    void list_ofAnthropicWithoutAQuery_isTwentyAtTheMost() throws IOException {
        for (int i = 0; i < 30; i++) {
            rig.route("more" + (10 + i), Route.to(new Target("sim-openai", "gpt-sim", 256)));
        }

        JsonNode first = StrictJson.object(rig.send(page("")).bytes());
        assertEquals(20, first.path("data").size());
        assertEquals(true, first.path("has_more").asBoolean());
        Client openAi = rig.send(models(Fixtures.alice(), Map.of(), ""));
        assertEquals(36, StrictJson.object(openAi.bytes()).path("data").size());
    }

    private static ProxyRequest page(String query) {
        Map<String, List<String>> values =
                Stream.of(query.split("&"))
                        .filter(pair -> !pair.isEmpty())
                        .map(pair -> pair.split("="))
                        .collect(
                                Collectors.groupingBy(
                                        pair -> pair[0],
                                        Collectors.mapping(pair -> pair[1], Collectors.toList())));
        return new ProxyRequest(
                "GET",
                "/v1/models",
                "/v1/models",
                ANTHROPIC,
                values,
                Map.of(),
                PrincipalContext.encode(Fixtures.alice()),
                "req-1",
                new byte[0]);
    }

    @Test
    void model_nobodySaidAnythingOf_hasNoFacts() throws IOException {
        Client openAi = rig.send(models(Fixtures.alice(), Map.of(), "sim.claude"));
        Client anthropic = rig.send(models(Fixtures.alice(), ANTHROPIC, "sim.claude"));

        JsonNode model = StrictJson.object(openAi.bytes());
        assertEquals("sim.claude", model.path("id").asText());
        assertEquals(false, model.has("context_length"));
        assertEquals(false, model.has("input_modalities"));
        JsonNode info = StrictJson.object(anthropic.bytes());
        assertEquals("sim.claude", info.path("id").asText());
        assertEquals(true, info.path("max_input_tokens").isNull());
        assertEquals(false, info.has("capabilities"));
    }

    @Test
    void model_thatTheCredentialMayNotUse_isNotThere() throws IOException {
        Client openAi =
                rig.send(models(may("sim.gpt", RouteFamily.OPENAI), Map.of(), "sim.claude"));
        Client anthropic =
                rig.send(models(may("sim.gpt", RouteFamily.ANTHROPIC), ANTHROPIC, "sim.claude"));

        assertEquals("404 model_not_found", openAi.status() + " " + openAi.code());
        assertEquals("404 unknown_model", anthropic.status() + " " + anthropic.code());
    }

    @ParameterizedTest
    @EnumSource(
            value = RouteFamily.class,
            names = {"OPENAI", "ANTHROPIC"})
    void list_withoutTheRoutesOfTheClientThatAsks_isForbidden(RouteFamily family)
            throws IOException {
        var other = family == RouteFamily.OPENAI ? ANTHROPIC : Map.<String, List<String>>of();

        assertEquals(403, rig.send(models(may(Scope.ANY_MODEL, family), other, "")).status());
    }

    private static Principal may(String model, RouteFamily family) {
        return new Principal(Fixtures.ACME, "n", null, new Scope(Set.of(model), Set.of(family)));
    }

    /// @param one alias, or empty for the list
    private static ProxyRequest models(
            Principal principal, Map<String, List<String>> headers, String one) {
        String resource = one.isEmpty() ? "/v1/models" : "/v1/models/{model}";
        return new ProxyRequest(
                "GET",
                resource,
                resource,
                headers,
                Map.of(),
                one.isEmpty() ? Map.of() : Map.of("model", one),
                PrincipalContext.encode(principal),
                "req-1",
                new byte[0]);
    }
}
