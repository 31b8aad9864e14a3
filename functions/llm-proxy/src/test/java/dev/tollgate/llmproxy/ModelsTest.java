package dev.tollgate.llmproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
